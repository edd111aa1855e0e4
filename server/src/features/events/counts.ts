import type { Instant } from "../../core/kernel/ids.ts";
import type { EventRefusal, EventRoad } from "./ports.ts";
import type { CountedRefusal } from "./refusal-store.ts";

/** Counts what comes, for the metrics at once and for everybody's eyes a little later. */
export interface EventCounts {
  took(via: EventRoad, isNew: boolean): void;
  /** @param connectionId null where no connection is set up: then only the metrics know */
  refused(via: EventRoad, connectionId: string | null, code: EventRefusal, now: Instant): void;
  /** Hands on the refusals counted since the last time. What could not be written is handed on again. */
  flush(write: (counted: readonly CountedRefusal[]) => Promise<void>): Promise<void>;
}

/** The counters a process shows on `/metrics`. */
export interface EventMeters {
  readonly received: (via: EventRoad, outcome: "new" | "repeated") => void;
  readonly refused: (via: EventRoad, code: EventRefusal) => void;
}

/** Makes the counts of a process. An attacker makes numbers grow, not rows: a refusal alone writes nothing. */
export function makeEventCounts(meters: EventMeters): EventCounts {
  let waiting = new Map<string, CountedRefusal>();
  function add(counted: CountedRefusal): void {
    const key = `${counted.connectionId} ${counted.code}`;
    const before = waiting.get(key);
    const lastAt = before !== undefined && before.lastAt > counted.lastAt ? before.lastAt : counted.lastAt;
    waiting.set(key, { ...counted, count: (before?.count ?? 0) + counted.count, lastAt });
  }
  return {
    took: (via, isNew) => meters.received(via, isNew ? "new" : "repeated"),
    refused(via, connectionId, code, now) {
      meters.refused(via, code);
      if (connectionId !== null) add({ connectionId, code, count: 1, lastAt: now });
    },
    async flush(write) {
      const counted = [...waiting.values()];
      waiting = new Map();
      try {
        await write(counted);
      } catch (error) {
        counted.forEach(add);
        throw error;
      }
    },
  };
}
