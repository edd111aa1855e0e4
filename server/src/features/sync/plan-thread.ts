import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { allowCollecting } from "../../platform/memory/collect-garbage.ts";
import { OtherEndGone } from "../../platform/threads/batches.ts";
import { entryFile } from "../../platform/threads/entry-file.ts";
import { errorFromWire } from "../../platform/threads/error-on-wire.ts";
import type { FromPlanWorker, PlanWorkerData, ToPlanWorker } from "./plan-worker-messages.ts";

/** The thread that plans, as the main thread sees it. */
export interface PlanThread {
  /** A port that takes in batches of the source, for this thread or for another one. */
  openDoor(): MessagePort;
  /** Waits for the one answer of a kind, after asking for it where it does not come by itself. */
  ask<Kind extends "unseen" | "planned">(
    kind: Kind,
    question?: ToPlanWorker,
  ): Promise<Extract<FromPlanWorker, { kind: Kind }>>;
  /** Passes a result on, and rejects with the thread's own failure as soon as there is one. */
  whileItWorks<Value>(work: Promise<Value>): Promise<Value>;
  /** Ends the thread at once, whatever it is doing. May be called twice. */
  close(): Promise<void>;
}

/**
 * A small young generation: a planning makes much short-lived data, and large halves of it would stay as memory of the
 * process. The old generation is bounded by the machine, not here: a million people need what they need.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 4096 };

export function startPlanThread(workerData: PlanWorkerData): PlanThread {
  allowCollecting();
  const worker = new Worker(entryFile(import.meta.url, "plan-worker-entry"), {
    workerData,
    name: "plan",
    resourceLimits,
  });
  const lost = Promise.withResolvers<never>();
  // Whoever waits for something hears of it; until then nobody does.
  lost.promise.catch(() => undefined);
  let answer: PromiseWithResolvers<FromPlanWorker> | undefined;
  worker.on("message", (message: FromPlanWorker) => {
    if (message.kind === "failed") lost.reject(errorFromWire(message));
    else answer?.resolve(message);
  });
  worker.on("error", (error) => lost.reject(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code) => lost.reject(new Error(`the planning thread ended with ${code}`)));

  return {
    openDoor() {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ kind: "door", port: port2 } satisfies ToPlanWorker, [port2]);
      return port1;
    },
    async ask(kind, question) {
      answer = Promise.withResolvers<FromPlanWorker>();
      if (question) worker.postMessage(question);
      const message = await Promise.race([answer.promise, lost.promise]);
      if (message.kind !== kind) throw new Error(`the planning thread said ${message.kind} instead of ${kind}`);
      return message as Extract<FromPlanWorker, { kind: typeof kind }>;
    },
    async whileItWorks(work) {
      try {
        return await Promise.race([work, lost.promise]);
      } catch (error) {
        // A closed door may be noticed before the reason why it closed.
        if (error instanceof OtherEndGone) await lost.promise;
        throw error;
      }
    },
    async close() {
      await worker.terminate();
    },
  };
}
