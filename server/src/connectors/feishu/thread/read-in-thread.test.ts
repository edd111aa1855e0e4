import { MessageChannel } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { collect, type Rehearsal, rehearse } from "../../../../test/support/feishu-emulator.ts";
import type { SourceBatch, SourceDepartment, SourceUser } from "../../../core/sync/snapshot.ts";
import { OtherEndGone, takeBatches } from "../../../platform/threads/batches.ts";
import type { FeishuConnector } from "../index.ts";

const never = new AbortController().signal;

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse({ users: 300, departments: 60, memberships: 380 });
});
afterAll(() => rehearsal.emulator.close());
afterEach(() => rehearsal.control("DELETE", "/faults"));

/** Reads everything in a thread and collects what comes through the door. */
async function collectThroughDoor(connector: FeishuConnector, signal = never) {
  const departments: SourceDepartment[] = [];
  const users: SourceUser[] = [];
  const progress: string[] = [];
  const read = await connector.readContacts(
    { kind: "all" },
    {
      departments: () => expect.unreachable("a thread reads"),
      users: () => expect.unreachable("a thread reads"),
      openDoor() {
        const { port1, port2 } = new MessageChannel();
        takeBatches<SourceBatch>(port1, (batch) =>
          batch.kind === "departments" ? departments.push(...batch.batch) : users.push(...batch.batch),
        );
        return port2;
      },
    },
    { signal, onProgress: ({ phase }) => void progress.push(phase) },
  );
  return { read, departments, users, progress };
}

const byOpenId = (users: readonly SourceUser[]) => [...users].sort((a, b) => (a.openId < b.openId ? -1 : 1));

test("a thread reads what is read without one, with as many calls, and tells how far it is", async () => {
  const direct = await collect(rehearsal.connect());
  const { read, departments, users, progress } = await collectThroughDoor(rehearsal.connect());
  expect(byOpenId(users)).toEqual(byOpenId(direct.users));
  expect(departments.length).toBe(direct.departments.length);
  expect({ ...read, target: null }).toEqual({
    ...read,
    target: null,
    coverage: direct.coverage,
    readable: direct.readable,
  });
  expect(new Set(progress)).toEqual(new Set(["departments", "users"]));
});

test("the limits are the connection's, whichever thread asks", async () => {
  await rehearsal.control("DELETE", "/statistics");
  const connector = rehearsal.connect({ rateLimit: { perSecond: 40, perMinute: 1_000 } });
  const began = performance.now();
  await Promise.all([collectThroughDoor(connector), collect(connector)]);
  // Twice sixty-one lists of members are three windows of forty a second, and two waits between them.
  expect(performance.now() - began).toBeGreaterThan(2_000);
});

test.each([
  { path: "/open-apis/application/v6/scopes", nth: "first" },
  { path: "/open-apis/contact/v3/users/find_by_department", nth: "middle" },
])("a token that Feishu refuses is renewed once, at the $nth call of $path", async ({ path, nth }) => {
  const connector = rehearsal.connect();
  await connector.samplePeople(1, never);
  await rehearsal.control("POST", "/faults", { kind: "code", code: 99991663, path, nth });
  const { read, users } = await collectThroughDoor(connector);
  expect(read.coverage.unread).toEqual([]);
  expect(users.length).toBe(read.coverage.usersRead);
  const [fault] = await rehearsal.control<readonly { fired: number }[]>("GET", "/faults");
  expect(fault?.fired).toBe(1);
});

test("a failure keeps its code, its sentence and its cure on the way", async () => {
  const connector = rehearsal.connect({ appSecret: "not-this-one" });
  await expect(collectThroughDoor(connector)).rejects.toMatchObject({
    name: "FeishuFailure",
    code: "feishu_secret_wrong",
    message: expect.stringContaining("refuses the App Secret"),
    cure: expect.stringContaining("App Secret"),
    kind: "unauthorised",
  });
});

test("a reading that is stopped ends at once, and leaves the connection's turns to others", async () => {
  await rehearsal.control("POST", "/faults", {
    kind: "timeout",
    path: "/open-apis/contact/v3/users/find_by_department",
    nth: "every",
  });
  const connector = rehearsal.connect({ timeoutMs: 60_000 });
  const stopper = new AbortController();
  const reading = collectThroughDoor(connector, stopper.signal);
  await expect.poll(async () => stuck(), { timeout: 10_000 }).toBeGreaterThan(0);
  stopper.abort(new Error("enough"));
  await expect(reading).rejects.toThrow("enough");
  await rehearsal.control("DELETE", "/faults");
  // All 32 turns are free again: a reading without a thread goes through.
  const { users } = await collect(connector);
  expect(users.length).toBeGreaterThan(0);
});

async function stuck(): Promise<number> {
  const faults = await rehearsal.control<readonly { fired: number }[]>("GET", "/faults");
  return faults[0]?.fired ?? 0;
}

test("a reading whose records nobody takes any more ends", async () => {
  const connector = rehearsal.connect();
  const reading = connector.readContacts(
    { kind: "all" },
    {
      departments: () => undefined,
      users: () => undefined,
      openDoor() {
        const { port1, port2 } = new MessageChannel();
        port1.close();
        return port2;
      },
    },
    { signal: never },
  );
  await expect(reading).rejects.toBeInstanceOf(OtherEndGone);
});
