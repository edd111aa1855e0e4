import type { Unseen } from "../../core/sync/unseen.ts";
import type { Confirmed, PlanRequest } from "./plan-job.ts";
import type { PlanHead } from "./plan-store.ts";
import { startPlanThread } from "./plan-thread.ts";
import type { RevertRequest } from "./revert-job.ts";
import type { SourceReading, SourceSink } from "./source-reader.ts";

/** A planning in a thread of its own (a `PlanJob` at a distance). Its memory is given back when it is closed. */
export interface PlanWorker extends SourceSink {
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
  return {
    departments: (batch) => thread.hand({ kind: "departments", batch }),
    users: (batch) => thread.hand({ kind: "users", batch }),
    endReading: async (reading) => (await thread.ask("unseen", { kind: "read", reading })).unseen,
    finish: async (confirmed) => (await thread.ask("planned", { kind: "finish", confirmed })).head,
    close: () => thread.close(),
  };
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
