import type { RunId } from "../../core/kernel/ids.ts";
import type { RunLease } from "./run-lease-store.ts";

/** The runs this process carries out right now, so that they can be stopped without waiting for their row to tell. */
export interface ActiveRuns {
  /** Lets a run go on in the background; its promise never rejects. */
  add(lease: RunLease, work: Promise<void>): void;
  /** Asks a run of this process to stop. Does nothing for others. */
  cancel(id: RunId): void;
  /** Resolves when the run is over, or at once when it is not one of this process. */
  ended(id: RunId): Promise<void>;
  /** Stops all of them between two blocks (they become `interrupted`) and waits for it. */
  stop(): Promise<void>;
}

export function makeActiveRuns(): ActiveRuns {
  const active = new Map<RunId, { readonly lease: RunLease; readonly work: Promise<void> }>();
  return {
    add(lease, work) {
      const entry = { lease, work: work.finally(() => active.delete(lease.runId)) };
      active.set(lease.runId, entry);
    },
    cancel: (id) => active.get(id)?.lease.abort("cancelled"),
    ended: (id) => active.get(id)?.work ?? Promise.resolve(),
    async stop() {
      const all = [...active.values()];
      for (const { lease } of all) lease.abort("shutdown");
      await Promise.all(all.map(({ work }) => work));
    },
  };
}
