import type { Actor } from "../../core/kernel/actor.ts";
import type { RunId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { SyncTarget } from "../../core/sync/snapshot.ts";
import type { ActiveRuns } from "./active-runs.ts";
import type { FindConnection, SyncConnection } from "./connection.ts";
import { makePlan, type PlanningDeps } from "./make-plan.ts";
import type { ConnectionFailure, RunTrigger, StartFailure } from "./ports.ts";
import { openRun } from "./run-lease-store.ts";
import { type RunDeps, runSync } from "./run-sync.ts";

export interface StartDeps extends RunDeps, Omit<PlanningDeps, "database"> {
  readonly findConnection: FindConnection;
  readonly active: ActiveRuns;
}

/** Finds the connection a run may use right now (product.md 5.7). */
export async function requireConnection(
  findConnection: FindConnection,
): Promise<Result<SyncConnection, ConnectionFailure>> {
  const connection = await findConnection();
  if (connection === undefined) return err({ code: "integration_not_configured" });
  return connection.enabled ? ok(connection) : err({ code: "user_sync_disabled" });
}

/** Opens a run and lets it go on in the background. Every trigger ends here: one planner, one path. */
export async function startRun(
  deps: StartDeps,
  connection: SyncConnection,
  run: {
    readonly target: SyncTarget;
    readonly trigger: RunTrigger;
    readonly requestedBy: Actor;
    readonly retriesRunId?: RunId;
  },
): Promise<Result<RunId, StartFailure>> {
  const lease = await openRun(deps.database, { ...run, connectionId: connection.id, now: deps.clock.now() });
  if (lease === undefined) return err({ code: "sync_already_running" });
  const work = runSync(deps, {
    lease,
    connectionId: connection.id,
    makePlan: (planId) =>
      makePlan(deps, {
        planId,
        connection,
        target: run.target,
        now: deps.clock.now(),
        signal: lease.stopped,
        onProgress: (progress) => lease.report(progress),
      }),
  });
  deps.active.add(lease.runId, lease, work);
  return ok(lease.runId);
}
