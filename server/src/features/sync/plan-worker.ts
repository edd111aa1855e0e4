import type { SourceBatch } from "../../core/sync/snapshot.ts";
import type { Unseen } from "../../core/sync/unseen.ts";
import { sendBatches } from "../../platform/threads/batches.ts";
import type { Confirmed, PlanJob, PlanRequest } from "./plan-job.ts";
import type { PlanHead } from "./plan-store.ts";
import { startPlanThread } from "./plan-thread.ts";
import type { RevertRequest } from "./revert-job.ts";
import type { SourceReading, SourceSink } from "./source-reader.ts";

/** A planning, in a thread of its own (a `PlanJob` at a distance) or in this one. Its memory is given back when it is closed. */
export interface PlanWorker extends SourceSink {
  /** Passes the result of reading on, and rejects with the planning's own failure as soon as there is one. */
  whileItWorks<Value>(reading: Promise<Value>): Promise<Value>;
  /** The reading is over. Returns what is to be asked for one by one. */
  endReading(reading: SourceReading): Promise<Unseen>;
  /** Plans, stores the plan, and returns its head. */
  finish(confirmed: Confirmed): Promise<PlanHead>;
  /** Ends the thread at once, whatever it is doing. May be called twice. */
  close(): Promise<void>;
}

/** Starts the thread; it reads the directory while its caller reads Feishu. */
export function startPlanWorker(databaseUrl: string, request: PlanRequest): PlanWorker {
  const thread = startPlanThread({ databaseUrl, work: { kind: "plan", request } });
  const door = sendBatches<SourceBatch>(thread.openDoor());
  return {
    departments: (batch) => door.hand({ kind: "departments", batch }),
    users: (batch) => door.hand({ kind: "users", batch }),
    openDoor: thread.openDoor,
    whileItWorks: thread.whileItWorks,
    async endReading(reading) {
      await thread.whileItWorks(door.drained());
      return (await thread.ask("unseen", { kind: "read", reading })).unseen;
    },
    async finish(confirmed) {
      await thread.whileItWorks(door.drained());
      return (await thread.ask("planned", { kind: "finish", confirmed })).head;
    },
    close: () => thread.close(),
  };
}

/** Plans in this thread: for what is over in milliseconds. */
export function planHere(job: PlanJob): PlanWorker {
  return { ...job, whileItWorks: (reading) => reading, close: () => Promise.resolve() };
}

/** Plans a revert in a thread of its own and stores the plan. Rejects with the signal's reason when it fires. */
export async function planRevertInWorker(
  databaseUrl: string,
  request: RevertRequest,
  signal: AbortSignal,
): Promise<PlanHead> {
  signal.throwIfAborted();
  const thread = startPlanThread({ databaseUrl, work: { kind: "revert", request } });
  const stop = () => void thread.close();
  signal.addEventListener("abort", stop);
  try {
    return (await thread.ask("planned")).head;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    await thread.close();
  }
}
