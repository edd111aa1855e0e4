import { expect, test } from "vitest";
import { department, rehearseLive } from "../../../../test/support/live-rehearsal.ts";
import { readDirectory } from "../../../../test/support/sync-database.ts";
import { inDepartments, openDepartmentId, sourceDepartment, sourceUser } from "../../../../test/support/sync-makers.ts";
import { actor, company } from "../../../../test/support/sync-rehearsal.ts";
import type { OpenId } from "../../../core/kernel/ids.ts";
import type { SourceFailure } from "../source-reader.ts";

const stage = rehearseLive();

test("an event is a reason to look: what changed is applied by a run of its own, and nothing is left of a look that finds all as it should be", async () => {
  await stage.sync.sync();
  await stage.tellAndConsume("u1", "u2");
  expect(await stage.runs()).toHaveLength(1);

  stage.change("u3", { name: "Renamed", memberships: inDepartments("d2") });
  await stage.tellAndConsume("u3", "u4");
  const [run] = await stage.runs();
  expect(run).toMatchObject({
    trigger: "event",
    status: "succeeded",
    requestedBy: { kind: "event" },
    target: { kind: "records", openIds: ["ou_u3", "ou_u4"], openDepartmentIds: [] },
    counts: { users: { updated: 1 }, memberships: { created: 1, deleted: 1 } },
  });
  expect(await stage.name("u3")).toBe("Renamed");
  const list = async (trigger?: "event") => {
    const page = await stage.sync.runs.list(trigger ? { trigger } : {}, { limit: 9, cursor: null });
    return page.ok && page.value.items.map(({ id }) => id);
  };
  const first = (await stage.runs())[1]?.id;
  expect([await list(), await list("event")]).toEqual([[first], [run?.id]]);
  expect((await stage.sync.runs.latest())?.id).toBe(first);
  expect((await stage.sync.runs.history(9)).map(({ id }) => id)).toEqual([first]);
  expect((await stage.events()).map(({ handled, run_id }) => [handled, run_id === Number(run?.id)])).toEqual([
    [true, false],
    [true, false],
    [true, true],
    [true, true],
  ]);
  expect(await stage.state()).toMatchObject({ pending: 0, oldestPendingAt: null, removalsFrozenSince: null });
});

test("somebody named often is looked at once, and one look takes everybody who waits", async () => {
  stage.sync.feishu.snapshot = company(70);
  await stage.sync.sync();
  stage.asked = [];
  const everybody = Array.from({ length: 70 }, (_, key) => `u${key}`);
  await stage.tellAndConsume(...everybody, "u0", "u0", "u69");
  expect(stage.asked.map((target) => (target.kind === "records" ? target.openIds.length : 0))).toEqual([70]);
  expect((await stage.events()).every(({ handled }) => handled)).toBe(true);
});

test("somebody new gets an account in a department nobody knew, with everything above it", async () => {
  await stage.sync.sync();
  const { snapshot } = stage.sync.feishu;
  stage.sync.feishu.snapshot = {
    ...snapshot,
    departments: [...snapshot.departments, sourceDepartment("d8", "d2"), sourceDepartment("d9", "d8")],
  };
  stage.join(sourceUser("new", { name: "王小明", email: null, memberships: inDepartments("d9") }));
  await stage.tellAndConsume("new");
  expect((await stage.runs())[0]).toMatchObject({
    trigger: "event",
    counts: { users: { created: 1 }, departments: { created: 2 }, memberships: { created: 1 } },
  });
  expect((await stage.sync.people()).map(({ username }) => username)).toContain("wangxiaoming");
});

test("who came and went before anybody looked is nobody's business", async () => {
  await stage.sync.sync();
  await stage.tellAndConsume("never-seen");
  expect(await stage.runs()).toHaveLength(1);
  expect((await stage.events()).every(({ handled }) => handled)).toBe(true);
});

test("an event of leaving proves nothing by itself; who is found gone is disabled, and whoever ends sessions is told", async () => {
  await stage.sync.sync();
  await stage.tellAndConsume("u1");
  expect(await stage.sync.statuses()).toEqual([]);
  stage.leave("u1");
  stage.change("u2", { state: "frozen" });
  await stage.tellAndConsume("u1", "u2");
  expect(await stage.sync.statuses()).toEqual(["u1 disabled", "u2 disabled"]);
  const { rows } = await stage.sync.database.pool.query("select 1 from outbox where topic = 'user.disabled'");
  expect(rows).toHaveLength(2);
});

test("departments follow by themselves: renamed, moved, deleted once nothing is left in them", async () => {
  await stage.sync.sync();
  const { snapshot } = stage.sync.feishu;
  stage.sync.feishu.snapshot = {
    ...snapshot,
    departments: [sourceDepartment("d1", null, { name: "Renamed" }), sourceDepartment("d2", null)],
  };
  await stage.tellAndConsume(department("d1"), department("d2"));
  expect((await stage.runs())[0]).toMatchObject({ counts: { departments: { updated: 2 } } });
  const places = async () =>
    (await readDirectory(stage.sync.database, stage.sync.connectionId)).departments
      .map(({ name, parentId, status }) => `${name} ${parentId === null ? "top" : "below"} ${status}`)
      .sort();
  expect(await places()).toEqual(["Department d2 top active", "Renamed top active"]);

  stage.sync.feishu.snapshot = { ...snapshot, departments: [sourceDepartment("d2", null)] };
  await stage.tellAndConsume(department("d1"));
  expect(await places()).toEqual(["Department d2 top active", "Renamed top active"]);
  stage.sync.feishu.snapshot = { ...snapshot, departments: [sourceDepartment("d1", null, { name: "Renamed" })] };
  await stage.tellAndConsume(department("d2"));
  expect(await places()).toEqual(["Department d2 top deleted", "Renamed top active"]);
});

test("what the guard holds waits for approval and holds up nobody else; a later look at the same people takes its place", async () => {
  await stage.sync.sync();
  const leavers = ["u0", "u1", "u2", "u3", "u4", "u5"];
  stage.leave(...leavers);
  await stage.tellAndConsume(...leavers);
  expect((await stage.runs())[0]).toMatchObject({
    status: "waiting_for_approval",
    trigger: "event",
    heldCount: 12,
    reasons: [{ code: "removal_guard" }],
  });
  expect(await stage.sync.statuses()).toEqual([]);
  stage.change("u9", { name: "Goes on" });
  await stage.tellAndConsume("u9");
  expect(await stage.name("u9")).toBe("Goes on");

  await stage.tellAndConsume(...leavers);
  const [newest, , first] = await stage.runs();
  expect(first).toMatchObject({ status: "rejected", reasons: [{ code: "plan_replaced" }, { code: "removal_guard" }] });
  const approved = await stage.sync.runs.approve(newest?.id as never, newest?.changesDigest ?? "", actor);
  expect(await stage.sync.ended(approved as never)).toMatchObject({
    status: "succeeded",
    counts: { users: { disabled: 6, skipped: 0 } },
  });
  expect(await stage.sync.statuses()).toHaveLength(6);
});

test("when a tenth of the company leaves by events nobody is removed", async () => {
  stage.sync.feishu.snapshot = company(120);
  await stage.sync.sync();
  const leavers = Array.from({ length: 12 }, (_, key) => `u${key}`);
  stage.leave(...leavers);
  await stage.tellAndConsume(...leavers);
  expect(await stage.sync.statuses()).toEqual([]);
  expect((await stage.runs())[0]).toMatchObject({ status: "waiting_for_approval", heldCount: 24 });
});

test("single leavers count together: the guard sees a day, not a look", async () => {
  await stage.sync.sync();
  for (let key = 0; key < 6; key++) {
    stage.leave(`u${key}`);
    await stage.tellAndConsume(`u${key}`);
  }
  expect((await stage.sync.statuses()).length).toBe(5);
  expect((await stage.runs())[0]).toMatchObject({ status: "waiting_for_approval", heldCount: 2 });
});

test("with sync off, and before the first full run, events are dropped without a look", async () => {
  await stage.tellAndConsume("u1");
  expect(stage.asked).toEqual([]);
  await stage.sync.sync();
  stage.asked = [];
  stage.sync.settings = { ...stage.sync.settings, enabled: false };
  stage.change("u1", { name: "Unseen" });
  await stage.tellAndConsume("u1");
  expect(stage.asked).toEqual([]);
  expect((await stage.events()).every(({ handled }) => handled)).toBe(true);
  expect(await stage.name("u1")).toBe("Person u1");
});

test("a changed range freezes removals on every process until a full run begun since has accepted it", async () => {
  await stage.sync.sync();
  await stage.tellAndConsume({ kind: "range" });
  expect((await stage.state()).removalsFrozenSince).not.toBeNull();
  stage.leave("u1");
  stage.change("u2", { state: "frozen" });
  await stage.tellAndConsume("u1", "u2");
  // What Feishu says of somebody it shows holds whatever the range.
  expect(await stage.sync.statuses()).toEqual(["u2 disabled"]);
  expect(stage.asked.filter(({ kind }) => kind === "all")).toHaveLength(1);

  await stage.duty();
  expect(await stage.endOfNewest()).toMatchObject({ trigger: "event", target: { kind: "all" }, status: "succeeded" });
  expect(await stage.sync.statuses()).toEqual(["u1 disabled", "u2 disabled"]);
  expect((await stage.state()).removalsFrozenSince).toBeNull();
  await stage.duty();
  expect(stage.asked.filter(({ kind }) => kind === "all")).toHaveLength(2);
});

test("a full run that began before the range changed does not accept it", async () => {
  await stage.sync.sync();
  const { promise, resolve } = Promise.withResolvers<void>();
  stage.hold = promise;
  const running = stage.sync.sync();
  while (stage.asked.length < 2) await new Promise((done) => setImmediate(done));
  await stage.tellAndConsume({ kind: "range" });
  await stage.duty();
  resolve();
  expect((await running).status).toBe("succeeded");
  expect((await stage.state()).removalsFrozenSince).not.toBeNull();
});

test("whoever looks and sees the range smaller than accepted removes nobody, and says so to everybody", async () => {
  const all = company(20);
  const partial = (...keys: string[]) => ({
    mode: "partial" as const,
    departments: keys.map(openDepartmentId),
    users: [],
  });
  stage.sync.feishu.snapshot = { ...all, coverage: { ...all.coverage, range: partial("d1", "d2") } };
  await stage.sync.sync();
  stage.sync.feishu.snapshot = { ...all, users: [], coverage: { ...all.coverage, range: partial("d2") } };
  await stage.tellAndConsume("u1");
  expect(await stage.sync.statuses()).toEqual([]);
  expect((await stage.state()).removalsFrozenSince).not.toBeNull();
});

test("what a full run read before an event had it looked at is not written over it", async () => {
  stage.change("u2", { state: "frozen" });
  await stage.sync.sync();
  // The full run sees: u1 renamed, u2 thawed, and somebody new. Then all three are undone in Feishu.
  stage.change("u1", { name: "For a moment" });
  stage.change("u2", { state: "active" });
  stage.change("u3", { name: "Stays" });
  stage.join(sourceUser("new", { memberships: inDepartments("d1") }));
  const { promise, resolve } = Promise.withResolvers<void>();
  stage.hold = promise;
  const running = stage.sync.sync();
  while (stage.asked.length < 2) await new Promise((done) => setImmediate(done));
  stage.change("u1", { name: "Person u1" });
  stage.change("u2", { state: "frozen" });
  stage.leave("new");
  await stage.tellAndConsume("u1", "u2", "new");
  expect((await stage.events()).every(({ handled }) => handled)).toBe(true);
  resolve();
  const run = await running;
  expect(run).toMatchObject({
    status: "succeeded",
    counts: { users: { updated: 1, created: 0, skipped: 3, failed: 0 } },
  });
  expect(await stage.name("u1")).toBe("Person u1");
  expect(await stage.name("u3")).toBe("Stays");
  expect(await stage.name("new")).toBeUndefined();
  expect(await stage.sync.statuses()).toEqual(["u2 disabled"]);
  const rows = await stage.sync.plans.readChanges(
    run.planId as never,
    { outcome: "superseded" },
    { limit: 10, cursor: null },
  );
  expect(rows.ok && rows.value.items.map(({ kind, label }) => [kind, label])).toEqual([
    ["users", "Person new"],
    ["users", "For a moment"],
    ["users", "Person u2"],
    ["memberships", "Person new"],
  ]);
});

test("a removal that waits is not approved over somebody who was seen since", async () => {
  await stage.sync.sync();
  const leavers = ["u0", "u1", "u2", "u3", "u4", "u5"];
  const { snapshot } = stage.sync.feishu;
  stage.leave(...leavers);
  const held = await stage.sync.sync();
  expect(held.status).toBe("waiting_for_approval");
  stage.sync.feishu.snapshot = snapshot;
  stage.leave(...leavers.slice(1));
  await stage.tellAndConsume("u0");
  const approved = await stage.sync.runs.approve(held.id, held.changesDigest ?? "", actor);
  expect(await stage.sync.ended(approved as never)).toMatchObject({
    status: "succeeded",
    counts: { users: { disabled: 5, skipped: 1 } },
  });
  expect(await stage.sync.statuses()).not.toContain("u0 disabled");
});

test("events wait while Feishu cannot be read, and one person who cannot be read holds up nobody else", async () => {
  await stage.sync.sync();
  const trouble: SourceFailure = Object.assign(new Error("down"), {
    code: "feishu_unreachable",
    cure: "Wait.",
    detail: {},
  });
  stage.sync.feishu.before = () => {
    throw trouble;
  };
  stage.change("u1", { name: "Later" });
  await stage.tell("u1");
  expect(await stage.consume()).toEqual({ afterMs: 1000, notBefore: true });
  expect((await stage.events()).every(({ handled }) => handled)).toBe(false);
  stage.sync.feishu.before = undefined;
  const unread = [{ what: "user" as const, key: "ou_u2" as OpenId, code: "feishu_timeout", message: "" }];
  const { snapshot } = stage.sync.feishu;
  stage.sync.feishu.snapshot = {
    ...snapshot,
    users: snapshot.users.filter(({ openId }) => openId !== "ou_u2"),
    coverage: { ...snapshot.coverage, unread, usersRead: 1 },
  };
  await stage.tell("u2");
  const again = await stage.consume();
  expect(again.notBefore).toBe(false);
  expect(again.afterMs).toBeGreaterThan(0);
  expect(await stage.name("u1")).toBe("Later");
  expect(await stage.sync.statuses()).toEqual([]);
  expect((await stage.events()).map(({ handled }) => handled)).toEqual([true, false]);
  expect(stage.sync.errors.splice(0)).toEqual([undefined]);
});

test("one consumer at a time; when its connection dies in the middle another one does what it left", async () => {
  await stage.sync.sync();
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  stage.sync.feishu.before = () => {
    begun.resolve();
    return promise;
  };
  stage.change("u1", { name: "Once" });
  await stage.tell("u1");
  const first = stage.consume().catch((error: unknown) => error);
  await begun.promise;
  const second = stage.anotherConsumer();
  expect(await stage.consume(second)).toEqual({ afterMs: 100, notBefore: false });
  await stage.sync.database.pool.query(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = $1 and pid <> pg_backend_pid()",
    [0x4c43],
  );
  resolve();
  expect(await first).toBeInstanceOf(Error);
  stage.sync.feishu.before = undefined;
  await stage.consume(second);
  expect(await stage.name("u1")).toBe("Once");
  expect((await stage.runs()).filter(({ trigger }) => trigger === "event")).toHaveLength(1);
});

test("a full run a day proves what events told, and counts what none of them did", async () => {
  await stage.duty();
  await stage.sync.sync();
  await stage.duty();
  expect(await stage.state()).toMatchObject({ gaps: { lastSweepAt: null, missed: 0 } });
  expect(await stage.runs()).toHaveLength(1);

  stage.change("u1", { name: "Told" });
  await stage.tellAndConsume("u1");
  stage.change("u2", { name: "Lost" });
  stage.change("u3", { memberships: inDepartments("d2") });
  stage.leave("u4");
  await stage.passed("25 hours");
  await stage.duty();
  expect(await stage.endOfNewest()).toMatchObject({
    trigger: "event",
    requestedBy: { name: "sweep" },
    status: "succeeded",
  });
  expect(await stage.name("u2")).toBe("Lost");
  await stage.passed("2 minutes");
  await stage.duty();
  expect(await stage.state()).toMatchObject({ gaps: { missed: 3, missedUsers: 3, missedDepartments: 0 } });
  expect((await stage.state()).gaps.lastSweepAt).not.toBeNull();
});
