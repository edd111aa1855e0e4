import type { Tone } from "../../design/index.ts";
import type { Run } from "./types.ts";

export const RUN_STATUSES = [
  "running",
  "waiting_for_approval",
  "succeeded",
  "partially_succeeded",
  "failed",
  "interrupted",
  "rejected",
  "cancelled",
] as const satisfies readonly Run["status"][];

export const RUN_TRIGGERS = [
  "manual",
  "schedule",
  "event",
  "approval",
  "revert",
  "retry",
  "sign_in",
] as const satisfies readonly Run["trigger"][];

/** The status of the newest run, or that there is none (S11). */
export type Status = Run["status"] | "not_synchronized";

const TONES: Readonly<Record<Status, Tone>> = {
  not_synchronized: "neutral",
  running: "info",
  waiting_for_approval: "danger",
  succeeded: "success",
  partially_succeeded: "warning",
  failed: "danger",
  interrupted: "danger",
  rejected: "neutral",
  cancelled: "neutral",
};

/** The colour a status is told in (ux.md 6.1); its word stands beside it. */
export function toneOf(status: Status): Tone {
  return TONES[status];
}

/** Everything a run changed: people, departments and memberships. */
export function changedBy(counts: Run["counts"]): number {
  return Object.values(counts).reduce(
    (sum, kind) => sum + kind.created + kind.updated + kind.disabled + kind.restored + kind.deleted,
    0,
  );
}

/** Records a run left out. */
export function failedIn(counts: Run["counts"]): number {
  return Object.values(counts).reduce((sum, kind) => sum + kind.failed, 0);
}

/** Records a run passed over on purpose. */
export function skippedIn(counts: Run["counts"]): number {
  return Object.values(counts).reduce((sum, kind) => sum + kind.skipped, 0);
}

/** What may be done about a run now. */
export function actsOn(run: Pick<Run, "status" | "counts" | "coverage" | "target">): {
  readonly cancel: boolean;
  readonly decide: boolean;
  readonly revert: boolean;
  readonly retry: boolean;
} {
  const over = run.status !== "running";
  const unread = (run.coverage?.unread_count ?? 0) > 0;
  return {
    cancel: !over,
    decide: run.status === "waiting_for_approval",
    revert: over && changedBy(run.counts) > 0,
    retry: over && run.status !== "waiting_for_approval" && (failedIn(run.counts) > 0 || unread),
  };
}
