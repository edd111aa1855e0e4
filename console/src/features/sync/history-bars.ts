import { changedBy, failedIn } from "./run-status.ts";
import type { RunInHistory } from "./types.ts";

/** One run in the chart. Heights are parts of the tallest, 0 to 1. */
export interface HistoryBar {
  readonly id: string;
  readonly startedAt: string;
  readonly status: RunInHistory["status"];
  readonly changed: number;
  readonly failed: number;
  readonly changedHeight: number;
  readonly failedHeight: number;
  /** The run as a whole went wrong. */
  readonly broken: boolean;
}

/** A first sync dwarfs every later one; a root keeps the small ones in sight. */
const shrink = (value: number) => Math.sqrt(value);

/** The chart's bars, oldest first. In: runs as the API tells them, newest first. */
export function historyBars(runs: readonly RunInHistory[]): readonly HistoryBar[] {
  const sums = [...runs]
    .reverse()
    .map((run) => ({ run, changed: changedBy(run.counts), failed: failedIn(run.counts) }));
  const tallest = Math.max(1, ...sums.map(({ changed, failed }) => shrink(changed) + shrink(failed)));
  return sums.map(({ run, changed, failed }) => ({
    id: run.id,
    startedAt: run.started_at,
    status: run.status,
    changed,
    failed,
    changedHeight: shrink(changed) / tallest,
    failedHeight: shrink(failed) / tallest,
    broken: run.status === "failed" || run.status === "interrupted",
  }));
}
