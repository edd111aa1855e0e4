import type { OpenId } from "../../core/kernel/ids.ts";
import type { PersonState } from "../../core/notify/decide-recipient.ts";

/** Whoever was active so lately is taken to be so still; the others are asked about each time. */
const TRUSTED_MS = 10 * 60_000;
const MOST_KEPT = 20_000;

/**
 * What people are in Feishu, asked fifty at a time and at most once in ten minutes for each who can be written to.
 *
 * @param nowMs milliseconds of a clock
 */
export function makePersonStates(nowMs: () => number) {
  let activeSince = new Map<string, number>();
  return {
    /** @param ask about those of whom nothing is known */
    async read(
      connectionId: string,
      people: readonly OpenId[],
      ask: (unknown: readonly OpenId[]) => Promise<ReadonlyMap<OpenId, PersonState>>,
    ): Promise<ReadonlyMap<OpenId, PersonState>> {
      const now = nowMs();
      const keyOf = (person: OpenId) => `${connectionId} ${person}`;
      const isTrusted = (person: OpenId) =>
        (activeSince.get(keyOf(person)) ?? Number.NEGATIVE_INFINITY) > now - TRUSTED_MS;
      const states = new Map<OpenId, PersonState>();
      for (const person of people) if (isTrusted(person)) states.set(person, "active");
      const unknown = people.filter((person) => !states.has(person));
      if (unknown.length === 0) return states;
      if (activeSince.size > MOST_KEPT) activeSince = new Map();
      for (const [person, state] of await ask(unknown)) {
        states.set(person, state);
        // Where the app may not see people, asking again soon would tell as little.
        if (state === "active" || state === "unknown") activeSince.set(keyOf(person), now);
      }
      return states;
    },
  };
}
