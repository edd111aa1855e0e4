import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { addConnection, clearDirectory, withUuids, writeDirectory } from "../../../test/support/sync-database.ts";
import { departmentId, directory, directoryDepartment, directoryUser } from "../../../test/support/sync-makers.ts";
import type { DepartmentId, UserId } from "../../core/kernel/ids.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { Groups } from "./group-ports.ts";
import { makeGroups } from "./groups.ts";
import type { Caller } from "./ports.ts";

const clock = fixedClock("2026-03-01T08:00:00Z");
const caller: Caller = { actor: { kind: "operator", id: "1", name: "Ada" }, mayTouchOwners: true };
const ann = directoryUser("ann");
const bob = directoryUser("bob");
const idOf = (user: { readonly id: UserId }) => withUuids(user.id);
const d1 = withUuids(departmentId("d1")) as DepartmentId;
const nothing = { addUsers: [], addDepartments: [], removeUsers: [], removeDepartments: [] };

let database: OpenDatabase;
let groups: Groups;
beforeAll(async () => {
  database = await openTestDatabase();
  groups = makeGroups({ database, clock });
});
afterAll(() => database.close());
beforeEach(async () => {
  await clearDirectory(database);
  await database.pool.query("truncate directory_group, feishu_connection, audit_record, outbox cascade");
  const snapshot = directory({ users: [ann, bob], departments: [directoryDepartment("d1", null)] });
  await writeDirectory(database, await addConnection(database), withUuids(snapshot));
});

async function make(name: string): Promise<string> {
  const made = await groups.create({ name, description: "" }, caller);
  if (!made.ok) throw new Error(made.error.code);
  return made.value.id;
}

test("names of groups are unique without regard to case", async () => {
  const id = await make("Climbers");
  const taken = { ok: false, error: { code: "group_name_taken", detail: { name: "climbers" } } };
  expect(await groups.create({ name: "climbers", description: "" }, caller)).toEqual(taken);
  expect(await groups.update(await make("Others"), { name: "climbers" }, caller)).toEqual(taken);
  expect(await groups.update(id, { name: "CLIMBERS" }, caller)).toMatchObject({
    ok: true,
    value: { name: "CLIMBERS" },
  });
});

test("members are users and departments; adding twice changes nothing, deleted people are not shown", async () => {
  const id = await make("Climbers");
  const add = { ...nothing, addUsers: [idOf(bob), idOf(ann)], addDepartments: [{ id: d1, subtree: false }] };
  expect(await groups.changeMembers(id, add, caller)).toMatchObject({ ok: true, value: { users: 2, departments: 1 } });
  expect(await groups.changeMembers(id, add, caller)).toMatchObject({ ok: true });
  const wider = { ...nothing, addDepartments: [{ id: d1, subtree: true }], removeUsers: [idOf(bob)] };
  expect(await groups.changeMembers(id, wider, caller)).toMatchObject({ value: { users: 1, departments: 1 } });
  const first = await groups.readMembers(id, { limit: 1, cursor: null });
  if (!first.ok) throw new Error(first.error.code);
  expect(first.value).toMatchObject({ total: 2, items: [{ kind: "department", subtree: true }] });
  const rest = await groups.readMembers(id, { limit: 5, cursor: first.value.nextCursor });
  expect(rest).toMatchObject({ value: { items: [{ kind: "user", username: "ann" }], nextCursor: null } });
  await database.pool.query(
    "update directory_user set status = 'deleted', disabled_by = 'sync' where username = 'ann'",
  );
  expect(await groups.find(id)).toMatchObject({ users: 0 });
  const { rows } = await database.pool.query("select action from audit_record order by id");
  expect(rows.map(({ action }) => action)).toEqual(["group.created", "group.members_changed", "group.members_changed"]);
});

test("somebody who is not there cannot be a member, and a group that is not there has none", async () => {
  const nobody = "00000000-0000-4000-8000-000000000000";
  const id = await make("Climbers");
  expect(await groups.changeMembers(id, { ...nothing, addUsers: [nobody as UserId] }, caller)).toEqual({
    ok: false,
    error: { code: "reference_unknown", detail: { kind: "user", id: nobody } },
  });
  expect(await groups.readMembers(nobody, { limit: 5, cursor: null })).toMatchObject({
    error: { code: "group_not_found" },
  });
  expect(await groups.delete(id, caller)).toMatchObject({ ok: true, value: { name: "Climbers" } });
  expect(await groups.delete(id, caller)).toMatchObject({ error: { code: "group_not_found" } });
});

test("pages of groups show every one once, by name", async () => {
  for (const name of ["b", "A", "c"]) await make(name);
  const first = await groups.list(undefined, { limit: 2, cursor: null });
  if (!first.ok) throw new Error(first.error.code);
  const second = await groups.list(undefined, { limit: 2, cursor: first.value.nextCursor });
  if (!second.ok) throw new Error(second.error.code);
  expect([...first.value.items, ...second.value.items].map(({ name }) => name)).toEqual(["A", "b", "c"]);
  expect(await groups.list("B", { limit: 2, cursor: null })).toMatchObject({ value: { items: [{ name: "b" }] } });
  expect(await groups.list(undefined, { limit: 2, cursor: "x" })).toMatchObject({ error: { code: "cursor_invalid" } });
});
