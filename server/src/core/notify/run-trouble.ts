import type { NoticeName } from "./notices.ts";

/** How a run ended, as far as telling operators goes. */
export interface EndedRun {
  readonly status: string;
  readonly full: boolean;
  readonly reasonCodes: readonly string[];
}

/** What the status of a run that ended leads to; null for ends that operators caused or need not act on. */
export function noticeOfRun(status: string): NoticeName | null {
  if (status === "failed") return "sync_failed";
  if (status === "partially_succeeded") return "sync_partially_succeeded";
  return status === "waiting_for_approval" ? "sync_waiting" : null;
}

/**
 * What kind of trouble it was: a schedule that fails every hour for one and the same cause is told once, until it went well
 * in between or a day has passed.
 */
export function troubleOf({ status, full, reasonCodes }: EndedRun): string {
  return [status, full ? "all" : "some", ...[...new Set(reasonCodes)].sort()].join(" ");
}

/** Hours after which the same trouble is told again. */
export const TOLD_AGAIN_HOURS = 24;
