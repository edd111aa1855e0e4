import type { Instant } from "../../core/kernel/ids.ts";
import { recurrenceRule, type SyncSchedule } from "../../core/sync/schedule.ts";
import { type Job, previewRule } from "../../platform/jobs/job-queue.ts";
import { requireConnection, type StartDeps, startRun } from "./start-run.ts";

const ACTOR = { kind: "schedule", id: null, name: "schedule" } as const;
/** A run is started and goes on by itself; starting one takes no longer than this. */
const EXPIRE_SECONDS = 300;

/** When user sync runs by itself. */
export interface Timing {
  readonly enabled: boolean;
  readonly schedule: SyncSchedule;
  readonly timeZone: string;
}

/** The next times a sync starts by itself; none while it is off or manual. */
export function nextRuns({ enabled, schedule, timeZone }: Timing, now: Instant, count: number): readonly Instant[] {
  const rule = enabled ? recurrenceRule(schedule, timeZone) : null;
  return rule === null ? [] : previewRule(rule, timeZone, now, count);
}

/**
 * The scheduled sync (S8). A time at which another run is under way, or sync is off, is passed over without a word of alarm:
 * the run under way brings what this one would.
 */
export function scheduledSync(deps: StartDeps, { enabled, schedule, timeZone }: Timing): Job {
  return {
    name: "sync.scheduled",
    rule: enabled ? recurrenceRule(schedule, timeZone) : null,
    timeZone,
    expireSeconds: EXPIRE_SECONDS,
    async work() {
      const connection = await requireConnection(deps.findConnection);
      if (!connection.ok) return;
      await startRun(deps, connection.value, { target: { kind: "all" }, trigger: "schedule", requestedBy: ACTOR });
    },
  };
}
