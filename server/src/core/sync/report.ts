import type { Change, Counts, KindSummary, RecordKind, Verdict } from "./plan-types.ts";
import { countedAs } from "./summary.ts";

/** How a run ended (product.md 5.4). `rejected`, `interrupted` and `waiting` for ever after are decided elsewhere. */
export type RunOutcome = "succeeded" | "partially_succeeded" | "waiting_for_approval" | "failed" | "cancelled";

/**
 * How many changes of one sort ended one way. `left_out`: the database refused it, or its ground had moved. `superseded`: its
 * record was read more recently, and what that brought stands.
 */
export interface OutcomeTally {
  readonly kind: RecordKind;
  readonly verb: Change["verb"];
  readonly outcome: "applied" | "left_out" | "superseded" | "held" | "not_reached";
  readonly count: number;
}

/**
 * Folds the outcomes of changes into counts; nothing is ever counted by hand.
 *
 * @param planned the plan's summary, for what needs no change: unchanged, skipped, and records refused while planning
 */
export function foldCounts(planned: Counts, outcomes: readonly OutcomeTally[]): Counts {
  const start = (kind: RecordKind): { -readonly [Key in keyof KindSummary]: KindSummary[Key] } => ({
    created: 0,
    updated: 0,
    disabled: 0,
    restored: 0,
    deleted: 0,
    unchanged: planned[kind].unchanged,
    skipped: planned[kind].skipped,
    failed: planned[kind].failed,
  });
  const counts = { users: start("users"), departments: start("departments"), memberships: start("memberships") };
  for (const { kind, verb, outcome, count } of outcomes) {
    if (outcome === "applied") counts[kind][countedAs({ verb })] += count;
    else if (outcome === "left_out") counts[kind].failed += count;
    else if (outcome === "superseded") counts[kind].skipped += count;
  }
  return counts;
}

/**
 * Decides how a run ended. Held beats partial: somebody has to act. A run that read nothing failed.
 */
export function decideOutcome(run: {
  readonly verdict: Verdict;
  readonly complete: boolean;
  readonly counts: Counts;
  readonly cancelled: boolean;
}): RunOutcome {
  if (run.verdict.kind === "blocked") return "failed";
  if (run.cancelled) return "cancelled";
  if (run.verdict.kind === "needs_approval") return "waiting_for_approval";
  const failed = run.counts.users.failed + run.counts.departments.failed + run.counts.memberships.failed;
  return run.complete && failed === 0 ? "succeeded" : "partially_succeeded";
}
