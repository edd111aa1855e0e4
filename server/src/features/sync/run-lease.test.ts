import { expect, test } from "vitest";
import { actor, rehearseSync } from "../../../test/support/sync-rehearsal.ts";
import type { RunId } from "../../core/kernel/ids.ts";
import { closeInterrupted, openRun } from "./run-lease-store.ts";

const stage = rehearseSync();

test("one run at a time, cancelled before it applied anything", async () => {
  stage.inThread = true;
  const reading = Promise.withResolvers<void>();
  stage.feishu.before = () => reading.promise;
  const started = await stage.runs.start({ kind: "all" }, actor);
  expect(await stage.runs.start({ kind: "all" }, actor)).toEqual({
    ok: false,
    error: { code: "sync_already_running" },
  });
  if (!started.ok) throw new Error(started.error.code);
  expect(await stage.runs.revert(started.value.id, null, actor)).toEqual({
    ok: false,
    error: { code: "sync_run_not_finished" },
  });
  await stage.runs.cancel(started.value.id, actor);
  reading.resolve();
  expect(await stage.ended(started)).toMatchObject({
    status: "cancelled",
    reasons: [{ code: "cancelled_by_operator" }],
  });
  expect(await stage.people()).toEqual([]);
  expect(await stage.runs.cancel(started.value.id, actor)).toEqual({
    ok: false,
    error: { code: "sync_run_not_running" },
  });
});

test("a process that stops leaves an interrupted run, and the next one goes on", async () => {
  stage.inThread = true;
  const reading = Promise.withResolvers<void>();
  stage.feishu.before = () => reading.promise;
  const started = await stage.runs.start({ kind: "all" }, actor);
  const stopping = stage.active.stop();
  reading.resolve();
  await stopping;
  expect(await stage.ended(started)).toMatchObject({ status: "interrupted", reasons: [{ code: "run_interrupted" }] });
  stage.feishu.before = undefined;
  expect(await stage.sync()).toMatchObject({ status: "succeeded" });
});

test("a run whose process died is closed as soon as anybody looks, and one that lives is not", async () => {
  const run = {
    connectionId: stage.connectionId,
    trigger: "manual",
    requestedBy: actor,
    target: { kind: "all" },
    now: stage.clock.now(),
  } as const;
  const lease = await openRun(stage.database, run);
  expect(await closeInterrupted(stage.database.kysely, stage.clock.now())).toEqual([]);
  expect(await openRun(stage.database, run)).toBeUndefined();
  // The lock is all that tells; a killed process drops it with its connection.
  await lease?.release();
  expect(await closeInterrupted(stage.database.kysely, stage.clock.now())).toEqual([lease?.runId]);
  expect(await stage.runs.find(lease?.runId as RunId)).toMatchObject({ status: "interrupted" });
});
