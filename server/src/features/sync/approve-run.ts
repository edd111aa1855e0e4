import type { Actor } from "../../core/kernel/actor.ts";
import type { RunId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { ActiveRuns } from "./active-runs.ts";
import { applyPlan } from "./apply-plan.ts";
import { recordDecision } from "./decision-store.ts";
import { rememberReading } from "./history-store.ts";
import { type FoundPlan, makePlanReader } from "./plan-reader.ts";
import { type RunLease, resumeRun } from "./run-lease-store.ts";
import { makeRunReader, type StoredRun } from "./run-reader.ts";
import { expireApprovals } from "./run-store.ts";
import { closing, type RunDeps, report } from "./run-sync.ts";

type Refusal = "sync_run_not_found" | "sync_run_not_waiting" | "changes_digest_mismatch" | "sync_already_running";

/**
 * Applies what a run holds, in the background and as the same run, every record looked at again before it is written. The
 * approval binds to the digest: when the run was replaced by one with the very same changes, that one is approved.
 * Approving a range that shrank accepts it; the next plan treats those people like everybody else (product.md 5.3 b).
 */
export async function approveRun(
  deps: RunDeps & { readonly active: ActiveRuns },
  id: RunId,
  changesDigest: string,
  actor: Actor,
  way?: "card",
): Promise<Result<RunId, { readonly code: Refusal }>> {
  const { kysely } = deps.database;
  await expireApprovals(kysely, deps.clock.now());
  const runs = makeRunReader(kysely);
  const asked = await runs.find(id);
  if (asked === undefined) return err({ code: "sync_run_not_found" });
  if (asked.status === "waiting_for_approval" && asked.changesDigest !== changesDigest)
    return err({ code: "changes_digest_mismatch" });
  const run = asked.status === "waiting_for_approval" ? asked : await findHeir(deps, asked, changesDigest);
  const plan = run?.planId ? await makePlanReader(kysely).find(run.planId) : undefined;
  if (run === undefined || plan === undefined) return err({ code: "sync_run_not_waiting" });

  const lease = await resumeRun(deps.database, { id: run.id, decidedBy: actor, now: deps.clock.now() });
  if (lease === undefined) {
    const now = await runs.find(run.id);
    return err({ code: now?.status === "waiting_for_approval" ? "sync_already_running" : "sync_run_not_waiting" });
  }
  deps.active.add(lease.runId, lease, applyHeld(deps, lease, run, plan, actor, way));
  return ok(run.id);
}

/** The run that a newer full plan with the same changes put in this one's place. */
async function findHeir(deps: RunDeps, run: StoredRun, changesDigest: string): Promise<StoredRun | undefined> {
  if (run.changesDigest !== changesDigest || !run.reasons.some(({ code }) => code === "plan_replaced"))
    return undefined;
  return makeRunReader(deps.database.kysely).findWaiting(run.connectionId, changesDigest);
}

async function applyHeld(
  deps: RunDeps,
  lease: RunLease,
  run: StoredRun,
  plan: FoundPlan,
  actor: Actor,
  way: "card" | undefined,
): Promise<void> {
  const { kysely } = deps.database;
  await closing(
    deps,
    lease,
    () => plan,
    async () => {
      await recordDecision(kysely, {
        actor,
        action: "sync_run.approved",
        runId: run.id,
        changesDigest: plan.changesDigest,
        ...(way ? { way } : {}),
      });
      const reasons = plan.verdict.kind === "needs_approval" ? plan.verdict.reasons.map(({ code }) => code) : [];
      await rememberReading(kysely, run.connectionId, plan.id, {
        ...(reasons.includes("contact_range_shrunk") ? { acceptedRange: plan.range } : {}),
        ...(plan.target.kind === "all" && plan.complete && run.trigger !== "revert"
          ? { usersRead: plan.coverage.usersRead }
          : {}),
      });
      await applyPlan(deps, {
        planId: plan.id,
        runId: run.id,
        connectionId: run.connectionId,
        approved: true,
        revertsPlanId: null,
        look: false,
        firstSeq: plan.changeCount,
        endSeq: plan.changeCount + plan.heldCount,
        revision: null,
        signal: lease.stopped,
        onProgress: (done, total) => lease.report({ phase: "applying", done, total }),
      });
      return report(deps, plan, { kind: "applyable" });
    },
  );
}
