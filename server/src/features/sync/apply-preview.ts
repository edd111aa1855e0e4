import { createHash } from "node:crypto";
import type { Actor } from "../../core/kernel/actor.ts";
import type { PlanId, RunId } from "../../core/kernel/ids.ts";
import { canonicalJson } from "../../core/kernel/json.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import { plus } from "../../platform/clock/clock.ts";
import type { SyncConnection } from "./connection.ts";
import { countMoved, countRemovalsSince } from "./moved-steps-reader.ts";
import { type FoundPlan, makePlanReader } from "./plan-reader.ts";
import type { ApplyFailure } from "./ports.ts";
import { findPreview, PREVIEW_HOURS } from "./preview-store.ts";
import { openRun } from "./run-lease-store.ts";
import { runSync } from "./run-sync.ts";
import { requireConnection, type StartDeps } from "./start-run.ts";

const HOUR_MS = 3600 * 1000;

/**
 * Applies a preview as it was shown: refused when it is another plan than the one looked at, too old, or when anything it
 * rests on has changed (ux.md 6.2). Held changes wait for approval as in any run, and each record that changes between
 * this check and its writing is left out and reported.
 */
export async function applyPreview(
  deps: StartDeps,
  id: PlanId,
  changesDigest: string,
  actor: Actor,
): Promise<Result<RunId, ApplyFailure>> {
  const connection = await requireConnection(deps.findConnection);
  if (!connection.ok) return connection;
  const plan = await findApplicable(deps, connection.value, id, changesDigest);
  if (!plan.ok) return plan;
  const lease = await openRun(deps.database, {
    connectionId: connection.value.id,
    trigger: "manual",
    requestedBy: actor,
    target: plan.value.target,
    now: deps.clock.now(),
  });
  if (lease === undefined) return err({ code: "sync_already_running" });
  const work = runSync(deps, {
    lease,
    connectionId: connection.value.id,
    async makePlan() {
      // Runs take turns: whoever applied the plan a moment ago has tied it to their run by now.
      const again = await makePlanReader(deps.database.kysely).find(id);
      if (again === undefined) return err([{ code: "sync_plan_not_found", detail: {} }]);
      if (again.runId !== null) return err([{ code: "sync_plan_already_applied", detail: { run: again.runId } }]);
      return ok({ head: again, notes: again.notes });
    },
  });
  deps.active.add(lease.runId, lease, work);
  return ok(lease.runId);
}

async function findApplicable(
  deps: StartDeps,
  connection: SyncConnection,
  id: PlanId,
  changesDigest: string,
): Promise<Result<FoundPlan, ApplyFailure>> {
  const { kysely } = deps.database;
  const plan = await makePlanReader(kysely).find(id);
  if (plan === undefined || plan.connectionId !== connection.id) {
    const known = plan === undefined && (await findPreview(kysely, id)) !== undefined;
    return err({ code: known ? "sync_plan_not_ready" : "sync_plan_not_found" });
  }
  if (plan.runId !== null) return err({ code: "sync_plan_already_applied", detail: { run: plan.runId } });
  if (plan.changesDigest !== changesDigest) return err({ code: "changes_digest_mismatch" });
  if (plus(plan.createdAt, PREVIEW_HOURS * HOUR_MS) <= deps.clock.now()) return err({ code: "sync_plan_expired" });
  if (plan.verdict.kind === "blocked") return err({ code: "sync_plan_blocked" });
  if (plan.rulesDigest !== rulesDigestOf(connection)) return err({ code: "sync_plan_stale" });
  const moved = await countMoved(kysely, plan, connection.id);
  // The guard counted what was removed until then; removals since would slip under it (product.md 5.3 a).
  const removed = await countRemovalsSince(kysely, connection.id, plan.createdAt);
  if (moved > 0 || removed > 0) return err({ code: "sync_plan_stale", detail: { count: Math.max(moved, removed) } });
  return ok(plan);
}

/** The digest the planner keeps with a plan. */
function rulesDigestOf({ policy }: SyncConnection): string {
  return createHash("sha256").update(canonicalJson(policy)).digest("hex");
}
