import { randomUUID } from "node:crypto";
import type { PlanId } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { Counts, Verdict } from "../../core/sync/plan-types.ts";
import { decideOutcome, foldCounts } from "../../core/sync/report.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { type ApplyDeps, applyPlan } from "./apply-plan.ts";
import { rememberReading } from "./history-store.ts";
import type { MadePlan } from "./make-plan.ts";
import { tallyOutcomes } from "./outcome-reader.ts";
import type { PlanHead } from "./plan-store.ts";
import type { RunReason, RunStatus } from "./ports.ts";
import type { RunLease } from "./run-lease-store.ts";
import { RunStopped } from "./run-progress-store.ts";
import { attachPlan, finishRun } from "./run-store.ts";

/** What carrying out a run needs. */
export interface RunDeps extends ApplyDeps {
  readonly database: OpenDatabase;
  /** Told of failures that are ours to look at, one line a run; the report has the rest. */
  readonly onError: (message: string, error: unknown) => void;
}

/** A run whose row is open, and how it comes by its plan. */
export interface RunWork {
  readonly lease: RunLease;
  readonly connectionId: string;
  /** Makes and stores the plan under this id, or brings one that is stored already. */
  readonly makePlan: (planId: PlanId) => Promise<Result<MadePlan, readonly RunReason[]>>;
  /** Of the run that this one reverts. */
  readonly revertsPlanId?: string;
  /** A look by an event, whose consumer keeps other runs' blocks out. */
  readonly look?: true;
}

/**
 * Carries out a run whose lease is held, from the readings to the report, and closes it whatever happens. Never rejects:
 * the row says how it ended, and what is ours to mend goes to `onError`.
 */
export async function runSync(deps: RunDeps, work: RunWork): Promise<void> {
  const { lease, connectionId } = work;
  const { kysely } = deps.database;
  let plan: PlanHead | undefined;
  await closing(
    deps,
    lease,
    () => plan,
    async () => {
      const made = await work.makePlan(randomUUID() as PlanId);
      if (!made.ok) return { status: "failed", reasons: made.error, counts: null };
      plan = made.value.head;
      lease.stopped.throwIfAborted();
      const fromSource = work.revertsPlanId === undefined;
      await attachPlan(kysely, { id: lease.runId, connectionId, fromSource }, plan, deps.clock.now());
      if (plan.verdict.kind === "blocked") return { status: "failed", reasons: plan.verdict.reasons, counts: null };
      await applyPlan(deps, {
        planId: plan.id,
        runId: lease.runId,
        connectionId,
        approved: false,
        revertsPlanId: work.revertsPlanId ?? null,
        look: work.look ?? false,
        firstSeq: 0,
        endSeq: plan.changeCount,
        revision: plan.directoryRevision,
        signal: lease.stopped,
        onProgress: (done, total) => lease.report({ phase: "applying", done, total }),
      });
      const end = withNotes(await report(deps, plan, plan.verdict), made.value.notes);
      if (fromSource) await rememberReading(kysely, connectionId, plan.id, whatItSaw(plan, end.status));
      return end;
    },
  );
}

interface Ended {
  readonly status: Exclude<RunStatus, "running">;
  readonly reasons: readonly RunReason[];
  readonly counts: Counts | null;
}

/**
 * Runs the work of a lease and writes its end, however it comes: done, stopped between two blocks, or broken by a fault.
 *
 * @param planOf the plan once there is one: what was applied of it by then is counted
 */
export async function closing(
  deps: RunDeps,
  lease: RunLease,
  planOf: () => PlanHead | undefined,
  work: () => Promise<Ended>,
): Promise<void> {
  const { kysely } = deps.database;
  try {
    let end: Ended;
    try {
      end = await work();
    } catch (error) {
      if (!(error instanceof RunStopped)) deps.onError(`sync run ${lease.runId} failed`, error);
      const status = error instanceof RunStopped ? stoppedAs(error) : "failed";
      if (status === null) return;
      const plan = planOf();
      end = { ...endings[status], status, counts: plan ? await countOutcomes(deps, plan) : null };
    }
    await finishRun(kysely, lease.runId, { ...end, now: deps.clock.now() });
  } catch (error) {
    // The row stays open; whoever looks next finds its lock free and closes it as interrupted.
    deps.onError(`sync run ${lease.runId} could not be closed`, error);
  } finally {
    await lease.release();
  }
}

const endings = {
  cancelled: { reasons: [{ code: "cancelled_by_operator", detail: {} }] },
  interrupted: { reasons: [{ code: "run_interrupted", detail: {} }] },
  failed: { reasons: [{ code: "internal_error", detail: {} }] },
} as const;

/** Null when the run is not ours any more. */
function stoppedAs({ reason }: RunStopped): "cancelled" | "interrupted" | null {
  if (reason === "lost") return null;
  return reason === "cancelled" ? "cancelled" : "interrupted";
}

/** Folds the outcomes of a plan into how its run ended (product.md 5.4). */
export async function report(deps: RunDeps, plan: PlanHead, verdict: Verdict): Promise<Ended> {
  const counts = await countOutcomes(deps, plan);
  const status = decideOutcome({ verdict, complete: plan.complete, counts, cancelled: false });
  const reasons: RunReason[] = verdict.kind === "needs_approval" ? [...verdict.reasons] : [];
  if (!plan.complete) reasons.push({ code: "source_incomplete", detail: { unread: plan.coverage.unread.length } });
  const failed = counts.users.failed + counts.departments.failed + counts.memberships.failed;
  if (failed > 0) reasons.push({ code: "records_failed", detail: { failed } });
  return { status, reasons, counts };
}

/** What the reading had to say: part of what was asked for was not to be had. */
function withNotes(end: Ended, notes: readonly RunReason[]): Ended {
  if (notes.length === 0) return end;
  const status = end.status === "succeeded" ? "partially_succeeded" : end.status;
  return { ...end, status, reasons: [...end.reasons, ...notes] };
}

async function countOutcomes(deps: RunDeps, plan: PlanHead): Promise<Counts> {
  return foldCounts(plan.summary, await tallyOutcomes(deps.database.kysely, plan.id));
}

/** The range counts as accepted unless it shrank; the number of people is a yardstick once a full run went well. */
function whatItSaw(plan: PlanHead, status: RunStatus) {
  if (plan.target.kind !== "all") return {};
  const held = plan.verdict.kind === "needs_approval" ? plan.verdict.reasons.map(({ code }) => code) : [];
  return {
    ...(held.includes("contact_range_shrunk") ? {} : { acceptedRange: plan.range }),
    ...(plan.complete && (status === "succeeded" || status === "partially_succeeded")
      ? { usersRead: plan.coverage.usersRead }
      : {}),
  };
}
