import { beforeEach, expect, test } from "vitest";
import { inDepartments, policy, source, sourceDepartment, sourceUser } from "../../../test/support/sync-makers.ts";
import { rehearseSync } from "../../../test/support/sync-rehearsal.ts";

const stage = rehearseSync();
beforeEach(() => {
  stage.settings = { enabled: true, policy: { ...policy, guard: { percent: 100, minimum: 100 } } };
});
const ALL = [
  ...["user.created", "user.updated", "user.disabled", "user.deleted", "user.restored"],
  ...["department.created", "department.updated", "department.deleted", "department.restored"],
];

interface Payload {
  readonly userId?: string;
  readonly departmentId?: string;
  readonly changed: readonly string[] | null;
  readonly revision: number;
  readonly runId: string;
}

/** What was written since the last look, as `topic name changed`. */
async function news(): Promise<string[]> {
  const { rows } = await stage.database.pool.query<{ topic: string; payload: Payload; name: string }>(
    `select topic, payload, coalesce((select username from directory_user u where u.id = (payload ->> 'userId')::uuid),
       (select name from department d where d.id = (payload ->> 'departmentId')::uuid)) as name
     from outbox where topic like 'user.%' or topic like 'department.%' order by id`,
  );
  await stage.database.pool.query("delete from outbox");
  return rows
    .filter(({ name }) => !name.startsWith("x"))
    .map(({ topic, payload, name }) => [topic, name, [...(payload.changed ?? [])].sort().join(",")].join(" ").trim())
    .sort();
}

/** These, and three who never change: a company that loses half its people is not believed. */
const firm = (...people: readonly ReturnType<typeof sourceUser>[]) =>
  source({
    users: [...people, ...["x1", "x2", "x3"].map((key) => sourceUser(key))],
    departments: [sourceDepartment("d1"), sourceDepartment("d2", "d1")],
  });
const ann = (more: Parameters<typeof sourceUser>[1] = {}) =>
  sourceUser("ann", { memberships: inDepartments("d1"), ...more });
const bob = (more: Parameters<typeof sourceUser>[1] = {}) =>
  sourceUser("bob", { memberships: inDepartments("d1"), ...more });

async function sync(company: ReturnType<typeof firm>): Promise<string[]> {
  stage.feishu.snapshot = company;
  const run = await stage.sync();
  expect(run.status).toBe("succeeded");
  return news();
}

test("each object a sync touches gets one event, which names what changed and no value", async () => {
  stage.wanted = ALL;
  expect(await sync(firm(ann(), bob()))).toEqual([
    "department.created Department d1",
    "department.created Department d2",
    "user.created ann",
    "user.created bob",
  ]);
  const moved = ann({ memberships: inDepartments("d2"), jobTitle: "Chef 👩‍🍳" });
  expect(await sync(firm(moved, bob({ memberships: inDepartments("d1", "d2") })))).toEqual([
    "user.updated ann departments,jobTitle",
    "user.updated bob departments",
  ]);
  expect(await sync(firm(moved, bob({ memberships: inDepartments("d1", "d2") })))).toEqual([]);
  expect(await sync(firm(moved))).toEqual(["user.disabled bob"]);
  expect(await sync(firm(moved, bob()))).toEqual(["user.restored bob"]);
});

test("a department that is renamed, deleted and comes back tells so", async () => {
  stage.wanted = ALL;
  const people = ann({ memberships: inDepartments("d1") });
  const departments = (...list: readonly ReturnType<typeof sourceDepartment>[]) =>
    source({ users: [people], departments: [sourceDepartment("d1"), ...list] });
  await sync(departments(sourceDepartment("d2")));
  expect(await sync(departments(sourceDepartment("d2", "d1", { name: "研发, “二部”" })))).toEqual([
    "department.updated 研发, “二部” name,parentId",
  ]);
  expect(await sync(departments())).toEqual(["department.deleted 研发, “二部”"]);
  expect(await sync(departments(sourceDepartment("d2")))).toEqual(["department.restored Department d2"]);
});

test("nothing is written that nobody wants", async () => {
  stage.wanted = [];
  expect(await sync(firm(ann(), bob()))).toEqual([]);
  stage.wanted = ["user.disabled"];
  expect(await sync(firm(ann({ jobTitle: "Chef" })))).toEqual(["user.disabled bob"]);
});

test("an event tells its run and the revision of its block, so that a reader knows what is later", async () => {
  stage.wanted = ALL;
  stage.feishu.snapshot = firm(ann());
  const { id } = await stage.sync();
  const { rows } = await stage.database.pool.query<{ payload: Payload }>(
    "select payload from outbox where topic like 'user.%'",
  );
  const { rows: state } = await stage.database.pool.query<{ revision: number }>("select revision from directory_state");
  expect(rows.length).toBeGreaterThan(0);
  for (const { payload } of rows) expect(payload).toMatchObject({ runId: id, revision: state[0]?.revision });
});
