import type { OpenDepartmentId, OpenId } from "../kernel/ids.ts";

/** What an event is a reason to look at again; kept as it is in `received_event.target`. */
export type EventTarget =
  | { readonly kind: "user"; readonly openId: OpenId }
  | { readonly kind: "department"; readonly openDepartmentId: OpenDepartmentId }
  | { readonly kind: "range" };

/** An event that is still to be looked at. */
export interface PendingEvent {
  readonly id: string;
  readonly target: EventTarget;
}

/** What one look is about, and the events it answers. */
export interface Look {
  readonly openIds: readonly OpenId[];
  readonly openDepartmentIds: readonly OpenDepartmentId[];
  /** Events of these records, by record. */
  readonly eventsOf: ReadonlyMap<OpenId | OpenDepartmentId, readonly string[]>;
}

/**
 * Most people, and most departments, of one look. It takes whatever waits, so that guards see a burst as one: a hundred who leave
 * at once must not pass under them in twos and threes.
 */
const LOOK_SIZE = 1000;

/**
 * Chooses what to look at next: the records named longest ago, each once however many events name it.
 *
 * @param events in the order they came
 * @param rests whether a record is to be left alone for now, because it could not be read a moment ago
 */
export function chooseLook(
  events: readonly PendingEvent[],
  rests: (record: OpenId | OpenDepartmentId) => boolean,
): Look {
  const people = new Set<OpenId>();
  const departments = new Set<OpenDepartmentId>();
  const eventsOf = new Map<OpenId | OpenDepartmentId, string[]>();
  const take = <Id extends OpenId | OpenDepartmentId>(chosen: Set<Id>, record: Id, event: string) => {
    if (rests(record) || (chosen.size >= LOOK_SIZE && !chosen.has(record))) return;
    chosen.add(record);
    const known = eventsOf.get(record);
    if (known) known.push(event);
    else eventsOf.set(record, [event]);
  };
  for (const { id, target } of events) {
    if (target.kind === "user") take(people, target.openId, id);
    else if (target.kind === "department") take(departments, target.openDepartmentId, id);
  }
  return {
    openIds: [...people].sort(),
    openDepartmentIds: [...departments].sort(),
    eventsOf,
  };
}

/** After so long without a look, the next event is looked at almost at once. */
const IDLE_MS = 1_000;
/** Between the beginnings of two looks under load: five a second leave Feishu's limits (1,000 a minute) to others as well. */
const PACE_MS = 200;
/** One act in Feishu makes several events; so long they are waited for. */
const GATHER_MS = 30;

/**
 * How long to gather more events before the next look.
 *
 * @param sinceLastLookMs since the last look began
 */
export function gatherFor(sinceLastLookMs: number): number {
  return sinceLastLookMs >= IDLE_MS ? GATHER_MS : Math.max(GATHER_MS, PACE_MS - sinceLastLookMs);
}

/** How long a record that could not be read is left alone, the longer the more often it was tried. */
export function restAfter(tries: number): number {
  return Math.min(1_000 * 2 ** Math.min(tries - 1, 16), 600_000);
}
