import { Worker } from "node:worker_threads";
import type { PlanJob, PlanRequest } from "./plan-job.ts";
import type { PlanHead } from "./plan-store.ts";
import type { FromPlanWorker, PlanWorkerData, ToPlanWorker } from "./plan-worker-messages.ts";
import type { RevertRequest } from "./revert-job.ts";

/** A planning in a thread of its own. Its memory is given back when it is closed. */
export interface PlanWorker extends PlanJob {
  /** Ends the thread at once, whatever it is doing. May be called twice. */
  close(): Promise<void>;
}

/** Starts the thread; it reads the directory while its caller reads Feishu. */
export function startPlanWorker(databaseUrl: string, request: PlanRequest): PlanWorker {
  const thread = startThread({ databaseUrl, work: { kind: "plan", request } });
  return {
    departments: (batch) => thread.post({ kind: "departments", batch }),
    users: (batch) => thread.post({ kind: "users", batch }),
    endReading: async (reading) => (await thread.ask("unseen", { kind: "read", reading })).unseen,
    finish: async (confirmed) => (await thread.ask("planned", { kind: "finish", confirmed })).head,
    close: thread.close,
  };
}

/** Plans a revert in a thread of its own and stores the plan. Rejects with the signal's reason when it fires. */
export async function planRevertInWorker(
  databaseUrl: string,
  request: RevertRequest,
  signal: AbortSignal,
): Promise<PlanHead> {
  signal.throwIfAborted();
  const thread = startThread({ databaseUrl, work: { kind: "revert", request } });
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

/** From the sources and from the build alike: a path in a `URL` is not rewritten when TypeScript is compiled. */
const entry = new URL(`./plan-worker-entry${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/**
 * A small young generation: a planning makes much short-lived data, and large halves of it would stay as memory of the
 * process. The old generation is bounded by the machine, not here: a million people need what they need.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 4096 };

function startThread(workerData: PlanWorkerData) {
  const worker = new Worker(entry, { workerData, name: "plan", resourceLimits });
  let failure: Error | undefined;
  let waiting: { resolve: (message: FromPlanWorker) => void; reject: (error: Error) => void } | undefined;
  const fail = (error: Error) => {
    failure ??= error;
    waiting?.reject(failure);
  };
  worker.on("message", (message: FromPlanWorker) => {
    if (message.kind !== "failed") return waiting?.resolve(message);
    const error = new Error(message.message);
    error.stack = message.stack;
    fail(error);
  });
  worker.on("error", (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code) => fail(new Error(`the planning thread ended with ${code}`)));
  const post = (message: ToPlanWorker) => worker.postMessage(message);
  return {
    post,
    /** Waits for the one answer of a kind, after asking for it where it does not come by itself. */
    async ask<Kind extends "unseen" | "planned">(kind: Kind, question?: ToPlanWorker) {
      if (failure) throw failure;
      const answer = new Promise<FromPlanWorker>((resolve, reject) => {
        waiting = { resolve, reject };
      });
      if (question) post(question);
      const message = await answer;
      if (message.kind !== kind) throw new Error(`the planning thread said ${message.kind} instead of ${kind}`);
      return message as Extract<FromPlanWorker, { kind: Kind }>;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
