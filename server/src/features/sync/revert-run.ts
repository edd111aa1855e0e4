import type { Actor } from "../../core/kernel/actor.ts";
import type { RunId, UserId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { SyncPolicy } from "../../core/sync/policy.ts";
import type { UserRef } from "../directory/index.ts";
import { hasAppliedSteps } from "./change-row-reader.ts";
import { recordDecision } from "./decision-store.ts";
import { findUserId } from "./link-reader.ts";
import { planRevertInWorker } from "./plan-worker.ts";
import { openRun } from "./run-lease-store.ts";
import { makeRunReader } from "./run-reader.ts";
import { runSync } from "./run-sync.ts";
import type { StartDeps } from "./start-run.ts";

type Refusal =
  | "sync_run_not_found"
  | "sync_run_not_finished"
  | "user_not_found"
  | "nothing_to_revert"
  | "sync_already_running";

/** The guard of a fresh set-up (product.md section 4), for undoing what a connection did that is gone since. */
const DEFAULT_GUARD: SyncPolicy["guard"] = { percent: 5, minimum: 5 };

/**
 * Starts the undoing of a run, or of what it did to one person: a run with a plan like any other (product.md 5.6).
 * Works with sync switched off as well, since it asks Feishu nothing.
 */
export async function revertRun(
  deps: StartDeps,
  id: RunId,
  user: UserRef | null,
  actor: Actor,
): Promise<Result<RunId, { readonly code: Refusal }>> {
  const { kysely } = deps.database;
  const run = await makeRunReader(kysely).find(id);
  if (run === undefined) return err({ code: "sync_run_not_found" });
  if (run.status === "running") return err({ code: "sync_run_not_finished" });
  const userId: UserId | null | undefined = user === null ? null : await findUserId(kysely, user);
  if (userId === undefined) return err({ code: "user_not_found" });
  if (run.planId === null || !(await hasAppliedSteps(kysely, id, userId))) return err({ code: "nothing_to_revert" });

  const connection = await deps.findConnection();
  const guard = connection?.id === run.connectionId ? connection.policy.guard : DEFAULT_GUARD;
  const { connectionId } = run;
  const lease = await openRun(deps.database, {
    connectionId,
    trigger: "revert",
    requestedBy: actor,
    target: run.target,
    revertsRunId: id,
    now: deps.clock.now(),
  });
  if (lease === undefined) return err({ code: "sync_already_running" });
  const work = runSync(deps, {
    lease,
    connectionId,
    revertsPlanId: run.planId,
    makePlan: async (planId) => {
      await recordDecision(kysely, { actor, action: "sync_run.reverted", runId: id, ...(userId ? { userId } : {}) });
      lease.report({ phase: "planning", done: 0, total: null });
      const request = { planId, connectionId, runId: id, userId, guard, now: deps.clock.now() };
      return ok({ head: await planRevertInWorker(deps.database.url, request, lease.stopped), notes: [] });
    },
  });
  deps.active.add(lease.runId, lease, work);
  return ok(lease.runId);
}
