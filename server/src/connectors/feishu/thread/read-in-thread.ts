import { type MessagePort, Worker } from "node:worker_threads";
import type { SyncTarget } from "../../../core/sync/snapshot.ts";
import { OtherEndGone } from "../../../platform/threads/batches.ts";
import { entryFile } from "../../../platform/threads/entry-file.ts";
import { errorFromWire } from "../../../platform/threads/error-on-wire.ts";
import type { FeishuClient } from "../client.ts";
import type { ReadResult } from "../contacts.ts";
import type { ReadOptions } from "../reading.ts";
import { fromWire } from "./failure-on-wire.ts";
import { lendGate } from "./gate.ts";
import type { FromReadingThread, ReadingThreadData } from "./messages.ts";

/**
 * Reading makes gigabytes of objects that live for one page. With a young generation that holds the pages in flight they never
 * become old; the thread ends with the reading, so the memory is not kept.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 2048 };

/**
 * Reads a wide target in a thread of its own, so that the thread that serves people stays free: HTTP, parsing and normalising
 * ten thousand pages is seconds of work. Records go straight to the door; limits and token stay the connection's.
 *
 * @param door takes in `SourceBatch`es
 * @throws what `readContacts` throws, and OtherEndGone when the door closes
 */
export async function readInThread(
  client: FeishuClient,
  target: SyncTarget,
  door: MessagePort,
  { signal, onProgress }: Pick<ReadOptions, "signal" | "onProgress">,
): Promise<ReadResult> {
  signal.throwIfAborted();
  const { settings, gate } = client;
  const ended = Promise.withResolvers<ReadResult>();
  const lent = lendGate(gate, signal, ended.reject);
  const born: ReadingThreadData = { settings, target, door, gate: lent.port, tokenState: lent.tokenState };
  const worker = new Worker(entryFile(import.meta.url, "reading-thread-entry"), {
    workerData: born,
    transferList: [door, lent.port],
    name: "read",
    resourceLimits,
  });
  const stop = () => ended.reject(signal.reason);
  signal.addEventListener("abort", stop);
  worker.on("message", (message: FromReadingThread) => {
    if (message.kind === "progress") onProgress?.(message.progress);
    else if (message.kind === "read") ended.resolve(message.result);
    else ended.reject(errorOf(message));
  });
  worker.on("error", ended.reject);
  worker.on("exit", (code) => ended.reject(new Error(`the reading thread ended with ${code}`)));
  try {
    return await ended.promise;
  } finally {
    signal.removeEventListener("abort", stop);
    lent.takeBack();
    await worker.terminate();
  }
}

function errorOf(message: Exclude<FromReadingThread, { kind: "progress" | "read" }>): Error {
  if (message.kind === "failed") return fromWire(message.failure);
  if (message.kind === "left_alone") return new OtherEndGone();
  return errorFromWire(message);
}
