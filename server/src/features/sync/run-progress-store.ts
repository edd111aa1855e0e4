import type { RunProgress } from "./ports.ts";

/** Shows what a run is doing, that it lives, and notices when it should stop. */
export interface RunProgressWriter<Progress extends { readonly phase: string } = RunProgress> {
  /** Shown within half a second, a new phase at once; calls in between cost nothing. */
  report(progress: Progress): void;
  /** Fires with a `RunStopped` when somebody asked to cancel, or the run is not ours any more. */
  readonly stopped: AbortSignal;
  /** Stops the run from inside this process, without waiting for the row to tell. */
  abort(reason: StopReason): void;
  stop(): Promise<void>;
}

/** `lost`: the row or the connection to the database is gone, and nothing may be written any more. */
export type StopReason = "cancelled" | "shutdown" | "lost";

/** Why a run stopped before its end; the reason of its signal. */
export class RunStopped extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`the run stopped: ${reason}`);
    this.name = "RunStopped";
    this.reason = reason;
  }
}

const TICK_MS = 500;
/** Without news the row is touched every fourth tick. */
const QUIET_TICKS = 4;

/**
 * Writes progress as JSON where there is news, and that the work is alive in any case.
 *
 * @returns undefined when the row is not ours any more
 */
export type TouchRow = (progress: string | null) => Promise<{ readonly cancel_requested: boolean } | undefined>;

/** Begins to write the progress of a run or preview. */
export function startProgress<Progress extends { readonly phase: string } = RunProgress>(
  touch: TouchRow,
): RunProgressWriter<Progress> {
  const stopper = new AbortController();
  const abort = (reason: StopReason) => {
    if (!stopper.signal.aborted) stopper.abort(new RunStopped(reason));
  };
  let news: Progress | undefined;
  let quiet = 0;
  let writing: Promise<void> | undefined;
  let shown: string | undefined;
  let stopped = false;

  async function write(): Promise<void> {
    const progress = news;
    news = undefined;
    quiet = 0;
    shown = progress?.phase ?? shown;
    const row = await touch(progress === undefined ? null : JSON.stringify(progress));
    if (row === undefined) abort("lost");
    else if (row.cancel_requested) abort("cancelled");
  }
  function beginWriting(): void {
    if (writing || stopped || stopper.signal.aborted) return;
    writing = write()
      .catch(() => abort("lost"))
      .finally(() => {
        writing = undefined;
      });
  }
  const timer = setInterval(() => {
    quiet++;
    if (news !== undefined || quiet >= QUIET_TICKS) beginWriting();
  }, TICK_MS);
  return {
    report(progress) {
      news = progress;
      if (progress.phase !== shown) beginWriting();
    },
    stopped: stopper.signal,
    abort,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await writing;
    },
  };
}
