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
import type { DepartmentId, UserId } from "../../core/kernel/ids.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { LinkConflict, Links } from "./link-ports.ts";
import { makeLinks } from "./links.ts";
import type { Caller, Departments, UserRef, Users } from "./ports.ts";
import { makeDepartments, makeUsers } from "./users.ts";

const clock = fixedClock("2026-03-01T08:00:00Z");
const ann = directoryUser("ann");
const eve = localUser("eve", { email: "eve@example.com" });
const boss = localUser("boss", { operator: true, protected: true });
const owner: Caller = { actor: { kind: "operator", id: "1", name: "Olga" }, mayTouchOwners: true };
const administrator: Caller = { actor: { kind: "operator", id: "2", name: "Ada" }, mayTouchOwners: false };
const ref = (username: string): UserRef => ({ kind: "username", username });
const d1 = withUuids(departmentId("d1")) as DepartmentId;
const local = withUuids(departmentId("local")) as DepartmentId;
const signal = AbortSignal.timeout(10_000);

let database: OpenDatabase;
let users: Users;
let departments: Departments;
let links: Links;
let connectionId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  users = makeUsers({ database, clock });
  departments = makeDepartments({ database, clock });
  links = makeLinks({
    database,
    clock,
    readFeishuPerson: async (_connection, openId) =>
      openId === "ou_new"
        ? { found: true, record: { open_id: "ou_new", union_id: "on_new", user_id: "" } }
        : openId === "ou_kim"
          ? { found: true, record: { open_id: "ou_kim", union_id: "on_kim", user_id: "kim" } }
          : { found: false },
  });
});
afterAll(() => database.close());
beforeEach(async () => {
  await clearDirectory(database);
  await database.pool.query("truncate feishu_connection, audit_record, outbox cascade");
  const snapshot = directory({
    users: [ann, eve, boss],
    departments: [
      directoryDepartment("d1", null),
      directoryDepartment("d2", "d1"),
      directoryDepartment("local", "d1", { origin: "built_in", link: null }),
    ],
    memberships: [membership(ann, "d2")],
  });
  connectionId = await addConnection(database);
  await writeDirectory(database, connectionId, withUuids(snapshot));
});

async function supportBuiltIn(supported: boolean): Promise<void> {
  await database.pool.query("update feishu_connection set settings = $1", [
    JSON.stringify({ supportBuiltInUsers: supported, userSync: { policy: { fields: { mobile: true } } } }),
  ]);
}
async function traces(): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    `select a.action, a.before, a.after, o.topic from audit_record a
     full join (select row_number() over (order by id) as n, topic from outbox) o on o.n = (select count(*) from audit_record b where b.id <= a.id)
     order by a.id`,
  );
  return rows;
}
async function revision(): Promise<number> {
  const { rows } = await database.pool.query<{ revision: number }>("select revision from directory_state");
  return Number(rows[0]?.revision);
}

test("with the integration set up people are created here only where built-in users are supported", async () => {
  expect(await users.create({ name: "Zoe" }, owner)).toEqual({ ok: false, error: { code: "built_in_unsupported" } });
  expect(await departments.create({ name: "Lab" }, owner)).toMatchObject({ error: { code: "built_in_unsupported" } });
  await supportBuiltIn(true);
  const created = await users.create(
    { name: "Zoe", email: "zoe@example.com", mobile: "+8613800000009", departmentIds: [local, d1] },
    owner,
  );
  expect(created).toMatchObject({
    ok: true,
    value: { username: "zoe", origin: "built_in", protected: true, fedFields: [], feishu: null },
  });
  expect(created.ok && created.value.placements).toMatchObject([
    { path: ["Department d1", "Department local"], primary: true, origin: "built_in" },
    { path: ["Department d1"], primary: false },
  ]);
  await database.pool.query("update feishu_connection set removed_at = now()");
  expect(await users.create({ name: "Yan" }, owner)).toMatchObject({ ok: true, value: { protected: false } });
});

test("usernames follow the rule of a sync and are never given twice", async () => {
  await supportBuiltIn(true);
  expect(await users.create({ name: "Ann", email: "ann@elsewhere.com" }, owner)).toMatchObject({
    value: { username: "ann2" },
  });
  expect(await users.create({ name: "单雄信" }, owner)).toMatchObject({ value: { username: "shanxiongxin" } });
  expect(await users.create({ name: "X", username: "eve" }, owner)).toEqual({
    ok: false,
    error: { code: "username_taken", detail: { username: "eve" } },
  });
});

test("an address has one holder, and what is named has to be there", async () => {
  await supportBuiltIn(true);
  expect(await users.create({ name: "X", email: "eve@example.com" }, owner)).toMatchObject({
    error: { code: "email_in_use", detail: { username: "eve" } },
  });
  expect(await users.update(ref("eve"), { email: "ann@example.com" }, owner)).toMatchObject({
    error: { code: "email_in_use" },
  });
  const nobody = "00000000-0000-4000-8000-000000000000" as UserId;
  expect(await users.update(ref("eve"), { leaderId: nobody }, owner)).toMatchObject({
    error: { code: "reference_unknown", detail: { kind: "user", id: nobody } },
  });
  expect(await users.update(ref("eve"), { departmentIds: [nobody as unknown as DepartmentId] }, owner)).toMatchObject({
    error: { code: "reference_unknown", detail: { kind: "department" } },
  });
});

test("an edit tells what changed and only that; the same again is no change", async () => {
  const before = await revision();
  const edit = { nickname: "Evie", departmentIds: [local] };
  expect(await users.update(ref("eve"), edit, owner)).toMatchObject({ ok: true, value: { nickname: "Evie" } });
  expect(await users.update(ref("eve"), edit, owner)).toMatchObject({ ok: true });
  expect(await revision()).toBe(before + 1);
  expect(await traces()).toEqual([
    {
      action: "user.updated",
      before: { nickname: null, departments: [] },
      after: { nickname: "Evie", departments: [local] },
      topic: "user.updated",
    },
  ]);
});

test("what Feishu feeds is refused while the account is linked, what it does not feed is free", async () => {
  await supportBuiltIn(false);
  expect(await users.update(ref("ann"), { name: "Anna", mobile: "+8613800000001", nickname: "A" }, owner)).toEqual({
    ok: false,
    error: { code: "field_fed_by_feishu", detail: { fields: ["name", "mobile"] } },
  });
  expect(await users.update(ref("ann"), { departmentIds: [] }, owner)).toMatchObject({
    error: { code: "field_fed_by_feishu", detail: { fields: ["departments"] } },
  });
  expect(await users.update(ref("ann"), { nickname: "A" }, owner)).toMatchObject({ ok: true });
});

test("owners are changed by owners alone, nobody takes away their own account, and the last owner stays", async () => {
  await database.pool.query("update directory_user set role = 'owner' where username = 'boss'");
  const { rows } = await database.pool.query<{ id: string }>("select id from directory_user where username = 'boss'");
  const boss: Caller = { actor: { kind: "operator", id: rows[0]?.id ?? "", name: "boss" }, mayTouchOwners: true };
  expect(await users.update(ref("boss"), { nickname: "B" }, administrator)).toMatchObject({
    error: { code: "owner_protected" },
  });
  for (const act of ["disable", "delete"] as const) {
    expect(await users[act](ref("boss"), administrator)).toMatchObject({ error: { code: "owner_protected" } });
    expect(await users[act](ref("boss"), boss)).toMatchObject({ error: { code: "own_account" } });
    expect(await users[act](ref("boss"), owner)).toMatchObject({ error: { code: "last_owner" } });
  }
  expect(await users.delete(ref("eve"), administrator)).toMatchObject({ ok: true, value: { status: "deleted" } });
  expect(await users.delete(ref("eve"), administrator)).toMatchObject({ error: { code: "user_deleted" } });
  expect(await users.update(ref("eve"), { nickname: "E" }, owner)).toMatchObject({ error: { code: "user_deleted" } });
  expect(await users.restore(ref("eve"), administrator)).toMatchObject({ ok: true, value: { deletedAt: null } });
});

test("a person Feishu shows is linked by hand, and unlinked with a tombstone and a pin", async () => {
  expect(await links.link(ref("eve"), { kind: "open_id", openId: "ou_gone" as never }, false, owner, signal)).toEqual({
    ok: false,
    error: { code: "feishu_person_not_found", detail: { person: "ou_gone" } },
  });
  expect(
    await links.link(ref("eve"), { kind: "union_id", unionId: "on_new" as never }, false, owner, signal),
  ).toMatchObject({ error: { code: "feishu_person_not_found" } });
  const kim = { kind: "open_id", openId: "ou_kim" as never } as const;
  expect(await links.link(ref("eve"), kim, false, administrator, signal)).toMatchObject({
    ok: true,
    value: { feishu: { openId: "ou_kim", unionId: "on_kim", userId: "kim" }, linkedAt: clock.now() },
  });
  expect(await links.link(ref("eve"), kim, false, owner, signal)).toMatchObject({
    error: { code: "user_already_linked" },
  });
  expect(await links.unlink(ref("eve"), owner)).toMatchObject({ ok: true, value: { feishu: null, pinned: true } });
  expect(await links.unlink(ref("eve"), owner)).toMatchObject({ error: { code: "user_not_linked" } });
  // What a sync has seen once needs no look into Feishu.
  expect(
    await links.link(ref("eve"), { kind: "union_id", unionId: "on_kim" as never }, false, owner, signal),
  ).toMatchObject({ ok: true, value: { pinned: false } });
});

test("an operator's account is linked by that operator alone", async () => {
  const kim = { kind: "open_id", openId: "ou_kim" as never } as const;
  expect(await links.link(ref("boss"), kim, false, owner, signal)).toMatchObject({
    error: { code: "operator_links_self" },
  });
  const { rows } = await database.pool.query<{ id: string }>("select id from directory_user where username = 'boss'");
  const self: Caller = { actor: { kind: "operator", id: rows[0]?.id ?? "", name: "boss" }, mayTouchOwners: false };
  expect(await links.link(ref("boss"), kim, false, self, signal)).toMatchObject({ ok: true });
  expect(await links.unlink(ref("boss"), owner)).toMatchObject({ error: { code: "operator_links_self" } });
});

test("an address that a Feishu person and a local account share is a conflict until one is taken over", async () => {
  await database.pool.query("update directory_user set email = 'ann@example.com' where username = 'eve'");
  const conflicts = await links.readConflicts();
  expect(conflicts).toMatchObject({
    truncated: false,
    items: [
      {
        email: "ann@example.com",
        code: "email_taken",
        people: [{ unionId: "on_ann", account: { username: "ann" } }],
        accounts: [{ username: "eve" }],
      } satisfies { [Key in keyof LinkConflict]: unknown },
    ],
  });
  const person = { kind: "union_id", unionId: "on_ann" as never } as const;
  expect(await links.link(ref("eve"), person, false, owner, signal)).toEqual({
    ok: false,
    error: { code: "feishu_person_linked", detail: { username: "ann" } },
  });
  expect(await links.link(ref("eve"), person, true, owner, signal)).toMatchObject({ ok: true });
  expect(await users.find(ref("ann"))).toMatchObject({ feishu: null, fedFields: [], status: "active" });
  await users.delete(ref("ann"), owner);
  expect((await links.readConflicts()).items).toEqual([]);
  expect(await links.list(undefined, { limit: 10, cursor: null })).toMatchObject({
    value: { total: 1, items: [{ user: { username: "eve" }, unionId: "on_ann" }] },
  });
});

test("departments: built-in ones are renamed, moved and deleted when empty; those of Feishu are not", async () => {
  await supportBuiltIn(true);
  const lab = await departments.create({ name: "Lab", parentId: local }, owner);
  if (!lab.ok) throw new Error(lab.error.code);
  expect(lab.value.path).toEqual(["Department d1", "Department local", "Lab"]);
  const byNumber = { kind: "number", number: lab.value.number } as const;
  expect(await departments.update({ kind: "id", id: local }, { parentId: lab.value.id }, owner)).toMatchObject({
    error: { code: "department_below_itself" },
  });
  expect(await departments.update({ kind: "id", id: d1 }, { name: "X" }, owner)).toMatchObject({
    error: { code: "field_fed_by_feishu", detail: { fields: ["name"] } },
  });
  expect(await departments.delete({ kind: "id", id: local }, owner)).toMatchObject({
    error: { code: "department_in_use", detail: { members: 0, children: 1 } },
  });
  expect(await departments.update(byNumber, { parentId: null, name: "Laboratory" }, owner)).toMatchObject({
    ok: true,
    value: { path: ["Laboratory"] },
  });
  expect(await departments.delete(byNumber, owner)).toMatchObject({ ok: true, value: { status: "deleted" } });
  expect(await departments.update(byNumber, { name: "Y" }, owner)).toMatchObject({
    error: { code: "department_not_found" },
  });
});

test("the tree tells parents first, and members who are not deleted", async () => {
  const tree = await departments.readTree();
  const [first] = tree;
  expect(tree.map(({ name, members }) => [name, members])).toEqual([
    ["Department d1", 0],
    ["Department d2", 1],
    ["Department local", 0],
  ]);
  expect(tree.slice(1).every(({ parent }) => parent === first?.number)).toBe(true);
  await users.delete(ref("ann"), owner);
  expect((await departments.readTree()).map(({ members }) => members)).toEqual([0, 0, 0]);
  const below = { department: { kind: "number", number: first?.number ?? 0 }, subtree: true } as const;
  await users.restore(ref("ann"), owner);
  expect(await users.list(below, "name", { limit: 5, cursor: null })).toMatchObject({
    value: { total: 1, items: [{ username: "ann" }] },
  });
});
