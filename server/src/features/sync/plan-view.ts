import type { Issue } from "../../core/sync/plan-types.ts";
import { toReason } from "../../platform/http/index.ts";
import { toFieldView } from "../directory/index.ts";
import type { ChangeFilter, ChangeRow, IssueFilter, StoredPlan } from "./ports.ts";
import { toCoverage, toTarget } from "./run-view.ts";

/** A stored plan as the contract shows it. */
export function toPlan(plan: StoredPlan) {
  return {
    id: plan.id,
    target: toTarget(plan.target),
    created_at: plan.createdAt,
    directory_revision: plan.directoryRevision,
    complete: plan.complete,
    coverage: toCoverage(plan.coverage),
    summary: plan.summary,
    verdict: {
      kind: plan.verdict.kind,
      reasons: "reasons" in plan.verdict ? plan.verdict.reasons.map(toReason) : [],
    },
    changes_digest: plan.changesDigest,
    change_count: plan.changeCount,
    held_count: plan.heldCount,
  };
}

/** One change as the contract shows it. */
export function toChange(row: ChangeRow) {
  return {
    seq: row.seq,
    kind: row.kind,
    verb: row.verb,
    outcome: row.outcome,
    subject_id: row.subjectId,
    label: row.label,
    department_id: row.departmentId,
    department_label: row.departmentLabel,
    reason: row.reason,
    before: toFieldView(row.before),
    after: toFieldView(row.after),
    failure: row.failure === null ? null : toReason({ ...row.failure, detail: {} }),
  };
}

/** One issue as the contract shows it, in words. */
export function toIssue(issue: Issue) {
  const { message, cure } = toReason(issue);
  return {
    severity: issue.severity,
    code: issue.code,
    kind: issue.kind,
    key: issue.key,
    id: issue.id,
    label: issue.label,
    message,
    cure,
  };
}

/** The query's filter of changes → the reader's. */
export function toChangeFilter(query: {
  readonly kind?: ChangeFilter["kind"];
  readonly verb?: ChangeFilter["verb"];
  readonly outcome?: ChangeFilter["outcome"];
  readonly search?: string | undefined;
}): ChangeFilter {
  return { kind: query.kind, verb: query.verb, outcome: query.outcome, text: query.search };
}

/** The query's filter of issues → the reader's. */
export function toIssueFilter({ severity, code, kind }: IssueFilter): IssueFilter {
  return { severity, code, kind };
}
