import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { OpenDatabase } from "../db/open-database.ts";
import { type JobQueue, makeJobQueue, previewRule } from "./job-queue.ts";

let database: OpenDatabase;
const queues: JobQueue[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await Promise.all(queues.map((queue) => queue.stop()));
  await database.close();
});

it("two processes share a due job: each occurrence is worked on once, and a failing one does not lose its schedule", {
  timeout: 60_000,
}, async () => {
  const worked: string[] = [];
  const errors: unknown[] = [];
  let tell: () => void = () => undefined;
  const twice = new Promise<void>((resolve) => {
    tell = resolve;
  });
  for (const name of ["one", "two"]) {
    const queue = makeJobQueue(database.url, (error) => errors.push(error), { lookEvery: 1, retryAfter: 1 });
    queues.push(queue);
    await queue.start([
      {
        name: "test.due",
        rule: "FREQ=SECONDLY;INTERVAL=1",
        timeZone: "UTC",
        expireSeconds: 60,
        work: async () => {
          worked.push(name);
          if (worked.length === 1) throw new Error("not today");
          tell();
        },
      },
    ]);
  }
  await twice;
  expect(errors.map((error) => (error as Error).message)).toEqual(["not today"]);
  const { rows } = await database.pool.query(
    "select count(*)::int as schedules from pgboss.schedule where name = 'test.due'",
  );
  expect(rows).toEqual([{ schedules: 1 }]);
});

it("refuses to preview a rule that makes no sense", () => {
  expect(() => previewRule("FREQ=SOMETIMES", "UTC", "2026-01-01T00:00:00.000Z" as Instant, 3)).toThrow();
});
