import { createHash } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import type { SourceBatch } from "../../core/sync/snapshot.ts";
import { openDatabase } from "../../platform/db/open-database.ts";
import { loadRomanizer } from "../../platform/romanize/romanize.ts";
import { takeBatches } from "../../platform/threads/batches.ts";
import { errorToWire } from "../../platform/threads/error-on-wire.ts";
import { makePlanJob, type PlanRequest } from "./plan-job.ts";
import type { FromPlanWorker, PlanWorkerData, ToPlanWorker } from "./plan-worker-messages.ts";
import { planRevertOfRun } from "./revert-job.ts";

/** The thread that plans: it reads the directory and stores the plan over a connection of its own, and ends with the plan. */

const { databaseUrl, work } = workerData as PlanWorkerData;
const port = parentPort;
if (port === null) throw new Error("this file runs in a worker thread only");
const tell = (message: FromPlanWorker) => port.postMessage(message);
const hash = (text: string) => createHash("sha256").update(text).digest("hex");

// A broken connection shows in the query that uses it, which fails the plan.
const database = openDatabase({ url: databaseUrl, maxConnections: 2, onIdleError: () => undefined });

if (work.kind === "plan") listen(work.request);
else {
  try {
    const head = await planRevertOfRun(database, work.request, hash);
    await database.close();
    tell({ kind: "planned", head });
  } catch (error) {
    fail(error);
  }
}

function listen(request: PlanRequest): void {
  const job = makePlanJob(database, request, hash, loadRomanizer);
  const take = (batch: SourceBatch) =>
    batch.kind === "departments" ? job.departments(batch.batch) : job.users(batch.batch);
  const answer = async (message: Exclude<ToPlanWorker, { kind: "door" }>) => {
    if (message.kind === "read") return tell({ kind: "unseen", unseen: await job.endReading(message.reading) });
    const head = await job.finish(message.confirmed);
    await database.close();
    tell({ kind: "planned", head });
  };
  port?.on("message", (message: ToPlanWorker) => {
    if (message.kind === "door") takeBatches(message.port, take);
    else answer(message).catch(fail);
  });
}

function fail(error: unknown): void {
  tell({ kind: "failed", ...errorToWire(error) });
}
