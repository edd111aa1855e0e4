import { Worker } from "node:worker_threads";
import { allowCollecting } from "../../platform/memory/collect-garbage.ts";
import type { FromPlanWorker, PlanWorkerData, ToPlanWorker } from "./plan-worker-messages.ts";

/** The thread that plans, as the main thread sees it. */
export interface PlanThread {
  /** Hands a batch over; the promise asks to wait while the thread has enough to take in, and rejects when it is lost. */
  hand(batch: Extract<ToPlanWorker, { kind: "departments" | "users" }>): void | Promise<void>;
  /** Waits for the one answer of a kind, after asking for it where it does not come by itself. */
  ask<Kind extends "unseen" | "planned">(
    kind: Kind,
    question?: ToPlanWorker,
  ): Promise<Extract<FromPlanWorker, { kind: Kind }>>;
  /** Ends the thread at once, whatever it is doing. May be called twice. */
  close(): Promise<void>;
}

/** From the sources and from the build alike: a path in a `URL` is not rewritten when TypeScript is compiled. */
const entry = new URL(`./plan-worker-entry${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/**
 * A small young generation: a planning makes much short-lived data, and large halves of it would stay as memory of the
 * process. The old generation is bounded by the machine, not here: a million people need what they need.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 4096 };

/** Batches on their way; more would pile up as copies outside of any heap. */
const MAX_WAITING = 16;

export function startPlanThread(workerData: PlanWorkerData): PlanThread {
  allowCollecting();
  const worker = new Worker(entry, { workerData, name: "plan", resourceLimits });
  let failure: Error | undefined;
  let answer: PromiseWithResolvers<FromPlanWorker> | undefined;
  let room: PromiseWithResolvers<void> | undefined;
  let waiting = 0;

  const fail = (error: Error) => {
    failure ??= error;
    answer?.reject(failure);
    room?.reject(failure);
  };
  worker.on("message", (message: FromPlanWorker) => {
    if (message.kind === "taken") {
      waiting--;
      room?.resolve();
      room = undefined;
    } else if (message.kind === "failed") {
      const error = new Error(message.message);
      error.stack = message.stack;
      fail(error);
    } else answer?.resolve(message);
  });
  worker.on("error", (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code) => fail(new Error(`the planning thread ended with ${code}`)));

  return {
    hand(batch) {
      if (failure) return Promise.reject(failure);
      worker.postMessage(batch);
      waiting++;
      if (waiting < MAX_WAITING) return undefined;
      room ??= Promise.withResolvers<void>();
      return room.promise;
    },
    async ask(kind, question) {
      if (failure) throw failure;
      answer = Promise.withResolvers<FromPlanWorker>();
      if (question) worker.postMessage(question);
      const message = await answer.promise;
      if (message.kind !== kind) throw new Error(`the planning thread said ${message.kind} instead of ${kind}`);
      return message as Extract<FromPlanWorker, { kind: typeof kind }>;
    },
    async close() {
      await worker.terminate();
    },
  };
}
