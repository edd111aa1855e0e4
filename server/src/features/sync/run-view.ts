import type { Coverage, SyncTarget } from "../../core/sync/snapshot.ts";
import { emptyCounts } from "../../core/sync/summary.ts";
import { toReason } from "../../platform/http/index.ts";
import { parseDepartmentRef, parseUserRef } from "../directory/index.ts";
import type { RunInHistory, SyncRun, TargetRequest } from "./ports.ts";

/** Longer than any run: the client's going away or the server's draining ends the wait. */
export const UNTIL_THE_END_MS = 24 * 3600 * 1000;

/** A run shows this many unread parts; the count tells how many there are. */
const SHOWN_UNREAD = 100;

/** A run as the contract shows it. */
export function toRun(run: SyncRun) {
  return {
    id: run.id,
    trigger: run.trigger,
    status: run.status,
    counts: run.counts,
    coverage: run.coverage === null ? null : toCoverage(run.coverage),
    reasons: run.reasons.map((reason) => withRun(toReason(reason), run.id)),
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    requested_by: run.requestedBy,
    target: toTarget(run.target),
    plan_id: run.planId,
    changes_digest: run.changesDigest,
    held_count: run.heldCount,
    progress: run.progress,
    reverts_run: run.revertsRunId,
    retries_run: run.retriesRunId,
    decided_by: run.decidedBy,
    decided_at: run.decidedAt,
  };
}

/** Commands of a cure name the run they are about, where it is known. */
export function withRun<Told extends { readonly cure: string }>(reason: Told, runId: string | null): Told {
  return runId === null ? reason : { ...reason, cure: reason.cure.replaceAll("<run>", runId) };
}

/** A run as the history chart needs it. */
export function toRunInHistory({ id, trigger, status, counts, startedAt, finishedAt }: RunInHistory) {
  return { id, trigger, status, counts, started_at: startedAt, finished_at: finishedAt };
}

/** The newest run, or the state before the first (S11). */
export function toStatus(run: SyncRun | undefined) {
  if (run) return toRun(run);
  return {
    id: null,
    trigger: null,
    status: "not_synchronized" as const,
    counts: emptyCounts(),
    coverage: null,
    reasons: [],
    started_at: null,
    finished_at: null,
  };
}

/** What a run looks at, as the contract shows it. */
export function toTarget(target: SyncTarget) {
  switch (target.kind) {
    case "all":
      return { kind: "all" as const };
    case "department":
      return { kind: "department" as const, open_department_id: target.openDepartmentId };
    case "users":
      return { kind: "users" as const, open_ids: [...target.openIds] };
    case "records":
      return {
        kind: "records" as const,
        open_ids: [...target.openIds],
        open_department_ids: [...target.openDepartmentIds],
      };
  }
}

/** How far the reading can be trusted, as the contract shows it. */
export function toCoverage(coverage: Coverage) {
  return {
    complete: coverage.unread.length === 0,
    range: {
      mode: coverage.range.mode,
      departments: coverage.range.departments.length,
      users: coverage.range.users.length,
    },
    departments_expected: coverage.departmentsExpected,
    departments_read: coverage.departmentsRead,
    departments_refused: coverage.departmentsRefused,
    users_read: coverage.usersRead,
    users_hint: coverage.usersHint,
    unread_count: coverage.unread.length,
    unread: coverage.unread.slice(0, SHOWN_UNREAD),
    calls: coverage.calls,
  };
}

type TargetBody =
  | { readonly kind: "all" }
  | { readonly kind: "department"; readonly department: string }
  | { readonly kind: "users"; readonly users: readonly string[] };

/** The body's target → the use case's. */
export function parseTarget(target: TargetBody): TargetRequest {
  switch (target.kind) {
    case "all":
      return target;
    case "department":
      return { kind: "department", department: parseDepartmentRef(target.department) };
    case "users":
      return { kind: "users", users: target.users.map(parseUserRef) };
  }
}
