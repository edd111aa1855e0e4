import { setTimeout as pause } from "node:timers/promises";
import type { OpenDepartmentId, OpenId } from "../../../core/kernel/ids.ts";
import { chooseLook, gatherFor, restAfter } from "../../../core/sync/looks.ts";
import type { FindConnection } from "../connection.ts";
import { type ConsumerLock, takeConsumerLock } from "../live-lock-store.ts";
import { hasPending, readPending, settleUnlooked } from "./inbox-store.ts";
import { type LookDeps, lookAt } from "./look-at.ts";
import { freezeByEvents, readStanding } from "./standing-store.ts";

export interface ConsumerDeps extends LookDeps {
  readonly findConnection: FindConnection;
}

/** When to come again. */
export interface ComeAgain {
  /** Null: when there is news. */
  readonly afterMs: number | null;
  /** Not before, whatever the news: Feishu or the database are in trouble. */
  readonly notBefore: boolean;
}

/** Looks at what events name, as long as there is something to look at. */
export interface Consumer {
  /** Looks at everything that waits, unless another process is at it. Never two at once. */
  consume(signal: AbortSignal): Promise<ComeAgain>;
}

const WITH_NEWS: ComeAgain = { afterMs: null, notBefore: false };

/** Another process has the lock; it may have looked for the last time before the newest event was written. */
const BUSY_MS = 100;

/** @param gather how long to wait for more events, milliseconds; shorter than usual in a test of many looks */
export function makeConsumer(deps: ConsumerDeps, gather: typeof gatherFor = gatherFor): Consumer {
  const { kysely } = deps.database;
  /** Records that could not be read: how often, and until when they rest. */
  const resting = new Map<OpenId | OpenDepartmentId, { readonly tries: number; readonly until: number }>();
  let failures = 0;
  let lastLook = Number.NEGATIVE_INFINITY;
  const time = () => performance.now();

  async function drain(lock: ConsumerLock, signal: AbortSignal): Promise<ComeAgain> {
    for (;;) {
      signal.throwIfAborted();
      lock.lost.throwIfAborted();
      const connection = await deps.findConnection();
      if (connection === undefined) return WITH_NEWS;
      const standing = await readStanding(kysely, connection.id, deps.clock.now());
      // Before the first full run there is nothing to keep in step: it will read whatever they name.
      const inStep = standing.acceptedRange !== null || standing.fullRunning;
      if (!connection.enabled || !inStep) {
        await settleUnlooked(kysely, connection.id);
        return WITH_NEWS;
      }
      const rests = (record: OpenId | OpenDepartmentId) => (resting.get(record)?.until ?? 0) > time();
      const events = await readPending(kysely, connection.id);
      const ranges = events.filter(({ target }) => target.kind === "range").map(({ id }) => id);
      if (ranges.length > 0) await freezeByEvents(kysely, connection.id, ranges);
      if (events.length === 0) resting.clear();
      if (chooseLook(events, rests).eventsOf.size === 0) return soonest();
      await pause(gather(time() - lastLook), undefined, { signal });
      const look = chooseLook(await readPending(kysely, connection.id), rests);
      lastLook = time();
      const end = await lookAt(
        deps,
        { connection, lock, acceptedRange: standing.acceptedRange, signal: AbortSignal.any([signal, lock.lost]) },
        look,
      );
      if (end.kind === "failed") return backOff(end.codes);
      failures = 0;
      for (const record of look.eventsOf.keys()) if (!end.unread.includes(record)) resting.delete(record);
      for (const record of end.unread) {
        const tries = (resting.get(record)?.tries ?? 0) + 1;
        resting.set(record, { tries, until: time() + restAfter(tries) });
      }
    }
  }

  function backOff(codes: readonly string[]): ComeAgain {
    failures++;
    if (failures === 1) deps.onError(`what Feishu told cannot be looked at (${codes.join(", ")})`, undefined);
    return { afterMs: restAfter(failures), notBefore: true };
  }

  /** When the first of those that rest may be tried again. */
  function soonest(): ComeAgain {
    if (resting.size === 0) return WITH_NEWS;
    const first = Math.min(...[...resting.values()].map(({ until }) => until));
    return { afterMs: Math.max(0, first - time()), notBefore: false };
  }

  return {
    async consume(signal) {
      const connection = await deps.findConnection();
      if (connection === undefined || !(await hasPending(kysely, connection.id))) return WITH_NEWS;
      const lock = await takeConsumerLock(deps.database, connection.id);
      if (lock === undefined) return { afterMs: BUSY_MS, notBefore: false };
      try {
        return await drain(lock, signal);
      } finally {
        await lock.release();
      }
    },
  };
}
