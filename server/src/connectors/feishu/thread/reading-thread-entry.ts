import { parentPort, workerData } from "node:worker_threads";
import type { SourceBatch } from "../../../core/sync/snapshot.ts";
import { OtherEndGone, sendBatches } from "../../../platform/threads/batches.ts";
import { errorToWire } from "../../../platform/threads/error-on-wire.ts";
import { createClientBehind } from "../client.ts";
import { readContacts } from "../contacts.ts";
import { isFailure } from "../failure.ts";
import type { ReadProgress } from "../reading.ts";
import { toWire } from "./failure-on-wire.ts";
import { borrowGate } from "./gate.ts";
import type { FromReadingThread, ReadingThreadData } from "./messages.ts";

/** The thread that reads a tenant, and ends with it. Whoever wants to stop it ends it. */

const { settings, target, door, gate, tokenState } = workerData as ReadingThreadData;
const port = parentPort;
if (port === null) throw new Error("this file runs in a worker thread only");
const tell = (message: FromReadingThread) => port.postMessage(message);

/** Progress is shown several times a second, and there are thousands of pages. */
const PROGRESS_MS = 100;
let toldAt = Number.NEGATIVE_INFINITY;
function onProgress(progress: ReadProgress): void {
  const now = performance.now();
  if (now - toldAt < PROGRESS_MS && progress.done !== progress.total) return;
  toldAt = now;
  tell({ kind: "progress", progress });
}

const records = sendBatches<SourceBatch>(door);
const sink = {
  departments: (batch: Extract<SourceBatch, { kind: "departments" }>["batch"]) =>
    records.hand({ kind: "departments", batch }),
  users: (batch: Extract<SourceBatch, { kind: "users" }>["batch"]) => records.hand({ kind: "users", batch }),
};
try {
  const client = createClientBehind(borrowGate(gate, tokenState), settings);
  const result = await readContacts(client, target, sink, { signal: new AbortController().signal, onProgress });
  await records.drained();
  tell({ kind: "read", result });
} catch (error) {
  tell(whatHappened(error));
}

function whatHappened(error: unknown): FromReadingThread {
  if (isFailure(error)) return { kind: "failed", failure: toWire(error) };
  if (error instanceof OtherEndGone) return { kind: "left_alone" };
  return { kind: "broken", ...errorToWire(error) };
}
