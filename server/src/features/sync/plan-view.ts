import type { Issue } from "../../core/sync/plan-types.ts";
import { plus } from "../../platform/clock/clock.ts";
import { toReason } from "../../platform/http/index.ts";
import { toFieldView } from "../directory/index.ts";
import type { ChangeFilter, ChangeRow, IssueFilter, PlanTally, Preview, StoredPlan } from "./ports.ts";
import { PREVIEW_HOURS } from "./preview-store.ts";
import { toCoverage, toTarget, withRun } from "./run-view.ts";

const PREVIEW_MS = PREVIEW_HOURS * 3600 * 1000;

/** A stored plan as the contract shows it. */
export function toPlan(plan: StoredPlan) {
  return {
    id: plan.id,
    status: "ready" as const,
    target: toTarget(plan.target),
    created_at: plan.createdAt,
    reasons: plan.notes.map(toReason),
    directory_revision: plan.directoryRevision,
    complete: plan.complete,
    coverage: plan.reverts ? null : toCoverage(plan.coverage),
    summary: plan.summary,
    verdict: {
      kind: plan.verdict.kind,
      reasons:
        "reasons" in plan.verdict ? plan.verdict.reasons.map((reason) => withRun(toReason(reason), plan.runId)) : [],
    },
    changes_digest: plan.changesDigest,
    change_count: plan.changeCount,
    held_count: plan.heldCount,
    run: plan.runId,
    expires_at: plan.runId === null ? plus(plan.createdAt, PREVIEW_MS) : null,
  };
}

/** A preview in whatever state it is, as the contract shows it. */
export function toPreview(preview: Preview) {
  if (preview.status === "ready") return toPlan(preview.plan);
  const { id, target, createdAt, requestedBy, status, progress, reasons } = preview;
  const head = { id, target: toTarget(target), created_at: createdAt, requested_by: requestedBy };
  return status === "planning" ? { ...head, status, progress } : { ...head, status, reasons: reasons.map(toReason) };
}

/** Counts as the contract shows them. */
export function toTally({ changes, issues }: PlanTally) {
  return { changes: [...changes], issues: [...issues] };
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
  const { message, cure, values } = toReason(issue);
  return {
    severity: issue.severity,
    code: issue.code,
    kind: issue.kind,
    key: issue.key,
    id: issue.id,
    label: issue.label,
    message,
    cure,
    ...(values ? { values } : {}),
  };
}

/** The query's filter of changes → the reader's. */
export function toChangeFilter(query: {
  readonly kind?: ChangeFilter["kind"];
  readonly verb?: ChangeFilter["verb"];
  readonly action?: ChangeFilter["action"];
  readonly outcome?: ChangeFilter["outcome"];
  readonly search?: string | undefined;
}): ChangeFilter {
  return { kind: query.kind, verb: query.verb, action: query.action, outcome: query.outcome, text: query.search };
}

/** The query's filter of issues → the reader's. */
export function toIssueFilter({ severity, code, kind }: IssueFilter): IssueFilter {
  return { severity, code, kind };
}
