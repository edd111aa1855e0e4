import { type StartDeps, startRun } from "../start-run.ts";
import { settleByFullRun } from "./inbox-store.ts";
import type { LiveConnection } from "./ports.ts";
import { readStanding } from "./standing-store.ts";
import { beginWatch, endWatch, noteSweep } from "./sweep-store.ts";

const SWEEP = { kind: "system", id: null, name: "sweep" } as const;
const RANGE = { kind: "event", id: null, name: "Feishu" } as const;

/**
 * Sees to it that full runs prove what events told: one after the contact range changed, and one a day where no other comes. What
 * a finished one found that no event had told is counted. Any process may do it; one full run at a time can begin.
 */
export async function seeToFullRuns(deps: StartDeps, connection: LiveConnection): Promise<void> {
  const { kysely } = deps.database;
  const { id, enabled, listens } = connection;
  if (!enabled || !listens) {
    await endWatch(kysely, id);
    if (!enabled) return;
  } else {
    await beginWatch(kysely, id);
    await settleByFullRun(kysely, id);
    await noteSweep(kysely, id, deps.clock.now());
  }
  const { acceptedRange, fullRunning, rangeAsksForRun, sweepIsDue } = await readStanding(kysely, id, deps.clock.now());
  // The first full run is for an operator to begin, or for the schedule.
  if (acceptedRange === null || fullRunning) return;
  if (!rangeAsksForRun && !(listens && sweepIsDue)) return;
  // Refused where one has begun meanwhile, which serves as well.
  await startRun(deps, connection, {
    target: { kind: "all" },
    trigger: "event",
    requestedBy: rangeAsksForRun ? RANGE : SWEEP,
  });
}
