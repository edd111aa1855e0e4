import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { addConnection, clearDirectory, withUuids, writeDirectory } from "../../../test/support/sync-database.ts";
import {
  departmentId,
  directory,
  directoryDepartment,
  directoryUser,
  localUser,
  membership,
} from "../../../test/support/sync-makers.ts";
import type { Actor } from "../../core/kernel/actor.ts";
import { fixedClock, plus } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { Departments, UserFilter, UserRef, UserSort, Users } from "./ports.ts";
import { purgeDeleted } from "./purge-store.ts";
import { makeDepartments, makeUsers } from "./users.ts";

const actor: Actor = { kind: "operator", id: "1", name: "Ada" };
const caller = { actor, mayTouchOwners: true };
const clock = fixedClock("2026-03-01T08:00:00Z");
const ann = directoryUser("ann", {
  name: "安 Ann",
  mobile: "+8613800000001",
  employeeNo: "E1",
  attributes: { city: "Bath" },
});
const bob = directoryUser("bob", { leaderId: ann.id });
const eve = localUser("eve", { status: "disabled", disabledBy: "operator" });
const max = directoryUser("max", { status: "deleted", disabledBy: "sync" });
const owner = localUser("root", { operator: true, protected: true });
const people = [ann, bob, eve, max, owner];

let database: OpenDatabase;
let users: Users;
let departments: Departments;
beforeAll(async () => {
  database = await openTestDatabase();
  users = makeUsers({ database, clock });
  departments = makeDepartments({ database, clock });
});
afterAll(() => database.close());
beforeEach(async () => {
  await clearDirectory(database);
  await database.pool.query("truncate feishu_connection, audit_record, outbox cascade");
  const snapshot = directory({
    users: people,
    departments: [
      directoryDepartment("d1", null, { leaderIds: [bob.id, ann.id] }),
      directoryDepartment("d2", "d1", { order: 2 }),
      directoryDepartment("d3", "d1", { order: 1, origin: "built_in", link: null }),
      directoryDepartment("gone", null, { status: "deleted" }),
    ],
    memberships: [
      membership(ann, "d2", { primary: false, departmentOrder: 99 }),
      membership(ann, "d1"),
      membership(bob, "d1"),
      membership(bob, "gone"),
    ],
  });
  await writeDirectory(database, await addConnection(database), withUuids(snapshot));
});

const page = { limit: 50, cursor: null };
async function names(filter: UserFilter, sort: UserSort = "username"): Promise<string[]> {
  const listed = await users.list(filter, sort, page);
  return listed.ok ? listed.value.items.map(({ username }) => username) : [listed.error.code];
}

test("the export shows everybody in the shape promised, deleted people too", async () => {
  const rows = [];
  for await (const row of users.export({})) rows.push(row);
  expect(rows.map(({ username }) => username).sort()).toEqual(["ann", "bob", "eve", "max", "root"]);
  expect(rows.find(({ username }) => username === "ann")).toEqual(
    withUuids({
      id: ann.id,
      username: "ann",
      name: "安 Ann",
      nickname: null,
      email: "ann@example.com",
      mobile: "+8613800000001",
      employeeNo: "E1",
      jobTitle: null,
      status: "active",
      origin: "feishu",
      departments: [
        { id: departmentId("d1"), openDepartmentId: "od-d1", name: "Department d1", primary: true },
        { id: departmentId("d2"), openDepartmentId: "od-d2", name: "Department d2", primary: false },
      ],
      leaderId: null,
      feishu: { openId: "ou_ann", unionId: "on_ann", userId: "user-ann" },
    }),
  );
  expect(rows.find(({ username }) => username === "bob")).toMatchObject({
    leaderId: withUuids(ann.id),
    departments: [{ name: "Department d1" }],
  });
});

test.each<[UserFilter, string[]]>([
  [{}, ["ann", "bob", "eve", "root"]],
  [{ status: "deleted" }, ["max"]],
  [{ linked: false }, ["eve", "root"]],
  [{ origin: "feishu" }, ["ann", "bob"]],
  [{ department: { kind: "open_department_id", openDepartmentId: "od-d2" as never } }, ["ann"]],
  [{ department: { kind: "id", id: "not a uuid" as never } }, []],
  [{ text: "安 aNN" }, ["ann"]],
  [{ text: "00000001" }, ["ann"]],
  [{ text: "%" }, []],
  [{ text: "\0" }, []],
])("lists filter by %j", async (filter, expected) => {
  expect(await names(filter)).toEqual(expected);
});

test.each(["name", "-name", "username", "-username", "created_at", "-created_at"] as const)(
  "pages sorted by %s show everybody once",
  async (sort) => {
    const whole = await names({}, sort);
    const paged: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const listed = await users.list({}, sort, { limit: 1, cursor });
      if (!listed.ok) throw new Error(listed.error.code);
      paged.push(...listed.value.items.map(({ username }) => username));
      cursor = listed.value.nextCursor;
      if (cursor === null) break;
    }
    expect(paged).toEqual(whole);
    expect(paged).toHaveLength(4);
    for (const cursor of ["nonsense", "e30", Buffer.from('["x","y"]').toString("base64url")]) {
      expect(await users.list({}, sort, { limit: 1, cursor })).toEqual({
        ok: false,
        error: { code: "cursor_invalid" },
      });
    }
  },
);

test.each<[UserRef]>([
  [{ kind: "id", id: withUuids(ann.id) }],
  [{ kind: "open_id", openId: "ou_ann" as never }],
  [{ kind: "union_id", unionId: "on_ann" as never }],
  [{ kind: "email", email: "ANN@example.com " }],
  [{ kind: "mobile", mobile: "+8613800000001" }],
  [{ kind: "username", username: "Ann" }],
])("finds a person by %j", async (ref) => {
  expect(await users.find(ref)).toMatchObject({
    username: "ann",
    protected: false,
    pinned: false,
    attributes: { city: "Bath" },
  });
});

test("an operator disables and enables, each act with its record, its event and one step of the revision", async () => {
  const ref: UserRef = { kind: "username", username: "ann" };
  expect(await users.enable(ref, caller)).toEqual({ ok: false, error: { code: "user_not_disabled" } });
  expect(await users.disable(ref, caller)).toMatchObject({
    ok: true,
    value: { status: "disabled", disabledBy: "operator" },
  });
  expect(await users.disable(ref, caller)).toEqual({ ok: false, error: { code: "user_not_active" } });
  expect(await users.enable(ref, caller)).toMatchObject({
    ok: true,
    value: { status: "active", disabledBy: null, pinned: false },
  });
  expect(await users.disable({ kind: "username", username: "nobody" }, caller)).toEqual({
    ok: false,
    error: { code: "user_not_found" },
  });
  const history = await users.readHistory(ref, { limit: 1, cursor: null });
  if (!history.ok) throw new Error(history.error.code);
  expect(history.value.items).toMatchObject([
    { action: "user.enabled", actor, before: { status: "disabled" }, after: { status: "active" } },
  ]);
  const rest = await users.readHistory(ref, { limit: 5, cursor: history.value.nextCursor });
  expect(rest).toMatchObject({ ok: true, value: { items: [{ action: "user.disabled" }], nextCursor: null } });
  const { rows } = await database.pool.query("select topic from outbox order by id");
  expect(rows).toEqual([{ topic: "user.disabled" }, { topic: "user.restored" }]);
});

test("restoring what a sync took pins it at what Feishu asked for", async () => {
  const ref: UserRef = { kind: "username", username: "max" };
  expect(await users.restore(ref, caller)).toMatchObject({
    ok: true,
    value: { status: "active", pinned: true, deletedAt: null },
  });
  expect(await users.restore(ref, caller)).toEqual({ ok: false, error: { code: "user_not_deleted" } });
  const { rows } = await database.pool.query<{ pin: { status: string } }>(
    "select pin from directory_user where username = 'max'",
  );
  expect(rows[0]?.pin).toMatchObject({
    status: "deleted",
    fields: { name: "Person max", leaderId: null, attributes: {} },
    memberships: [],
  });
});

test("the last active owner cannot be disabled", async () => {
  await database.pool.query("update directory_user set role = 'owner' where username in ('root', 'ann')");
  expect(await users.disable({ kind: "username", username: "ann" }, caller)).toMatchObject({ ok: true });
  expect(await users.disable({ kind: "username", username: "root" }, caller)).toEqual({
    ok: false,
    error: { code: "last_owner" },
  });
});

test("departments list parents first and siblings by order, with leaders that exist", async () => {
  const listed = await departments.list({}, page);
  if (!listed.ok) throw new Error(listed.error.code);
  expect(listed.value.items.map(({ name }) => name)).toEqual(["Department d1", "Department d3", "Department d2"]);
  expect(listed.value.items[0]).toMatchObject(
    withUuids({ leaderIds: [bob.id, ann.id], parentId: null, openDepartmentId: "od-d1" }),
  );
  const exported = [];
  for await (const department of departments.export({})) exported.push(department);
  expect(exported).toEqual(listed.value.items);
  const first = await departments.list({}, { limit: 2, cursor: null });
  const second = await departments.list({}, { limit: 2, cursor: first.ok ? first.value.nextCursor : "" });
  expect(second.ok && second.value.items.map(({ name }) => name)).toEqual(["Department d2"]);
  expect(await departments.find({ kind: "open_department_id", openDepartmentId: "od-gone" as never })).toMatchObject({
    status: "deleted",
    memberCount: 1,
  });
  expect(await departments.list({}, { limit: 2, cursor: "x" })).toEqual({
    ok: false,
    error: { code: "cursor_invalid" },
  });
});

test("what was deleted long enough ago goes for good, children before parents, and leaves its record", async () => {
  await database.pool.query(
    "update department set status = 'deleted', deleted_at = now() where name in ('Department d1', 'Department d2')",
  );
  const now = clock.now();
  const ten = plus(now, -10 * 24 * 3600 * 1000);
  await database.pool.query("update directory_user set deleted_at = $1 where username = 'max'", [ten]);
  await database.pool.query(
    "update department set deleted_at = $1 where status = 'deleted' and name <> 'Department gone'",
    [ten],
  );
  expect(await purgeDeleted(database.kysely, ten, actor)).toEqual({ users: 0, departments: 0 });
  // d1 still has d3 below it.
  expect(await purgeDeleted(database.kysely, plus(ten, 1), actor)).toEqual({ users: 1, departments: 1 });
  expect(await users.find({ kind: "username", username: "max" })).toBeUndefined();
  const { rows } = await database.pool.query("select action, before ->> 'name' as name from audit_record order by id");
  expect(rows).toEqual([
    { action: "user.purged", name: "Person max" },
    { action: "department.purged", name: "Department d2" },
  ]);
});
