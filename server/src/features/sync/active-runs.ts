import type { PlanId, RunId } from "../../core/kernel/ids.ts";
import type { StopReason } from "./run-progress-store.ts";

/** The runs and previews this process carries out right now, so that they can be stopped without waiting for their row to tell. */
export interface ActiveRuns {
  /** Lets a run or preview go on in the background; its promise never rejects. */
  add(id: RunId | PlanId, stoppable: { abort(reason: StopReason): void }, work: Promise<void>): void;
  /** Asks one of this process to stop. Does nothing for others. */
  cancel(id: RunId | PlanId): void;
  /** Resolves when it is over, or at once when it is not one of this process. */
  ended(id: RunId | PlanId): Promise<void>;
  /** Stops all of them between two blocks (runs become `interrupted`) and waits for it. */
  stop(): Promise<void>;
}

export function makeActiveRuns(): ActiveRuns {
  const active = new Map<string, { readonly abort: (reason: StopReason) => void; readonly work: Promise<void> }>();
  return {
    add(id, stoppable, work) {
      active.set(id, { abort: (reason) => stoppable.abort(reason), work: work.finally(() => active.delete(id)) });
    },
    cancel: (id) => active.get(id)?.abort("cancelled"),
    ended: (id) => active.get(id)?.work ?? Promise.resolve(),
    async stop() {
      const all = [...active.values()];
      for (const { abort } of all) abort("shutdown");
      await Promise.all(all.map(({ work }) => work));
    },
  };
}
