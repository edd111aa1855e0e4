import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { plantGroup } from "../../../test/support/applications.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import { addConnection, clearDirectory, withUuids, writeDirectory } from "../../../test/support/sync-database.ts";
import {
  departmentId,
  directory,
  directoryDepartment,
  directoryUser,
  membership,
} from "../../../test/support/sync-makers.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeClientDirectory } from "./client-directory.ts";
import type { ApplicationClaim, ClientDirectory } from "./ports.ts";

const ALL: readonly ApplicationClaim[] = ["email", "phone", "picture", "groups", "department", "employee_number"];
const idOf = (key: string) => withUuids(directoryUser(key).id);
const departmentOf = (key: string) => withUuids(departmentId(key));

const ann = directoryUser("ann", {
  name: "沈岩 🙂",
  mobile: "+8613800000001",
  employeeNo: "E-7",
  attributes: { avatar: "https://feishu.example/ann.png" },
});
const bare = directoryUser("bare", { email: null });

let database: OpenDatabase;
let clients: ClientDirectory;
beforeAll(async () => {
  database = await openTestDatabase();
  clients = makeClientDirectory({ database, clock: fixedClock("2026-03-01T08:00:00Z") });
});
afterAll(() => database.close());
beforeEach(async () => {
  await clearDirectory(database);
  await database.pool.query("truncate directory_group, feishu_connection cascade");
  const snapshot = directory({
    users: [ann, bare],
    departments: [
      directoryDepartment("research", null, { name: "研发部" }),
      directoryDepartment("platform", "research", { name: "平台组" }),
      directoryDepartment("sales", null, { name: "市场部" }),
      directoryDepartment("old", null, { name: "Old", status: "deleted" }),
    ],
    memberships: [
      membership(ann, "platform", { primary: false, departmentOrder: 5 }),
      membership(ann, "sales", { primary: true, departmentOrder: 1 }),
      membership(ann, "old", { primary: false, departmentOrder: 9 }),
    ],
  });
  await writeDirectory(database, await addConnection(database), withUuids(snapshot));
});

test("an application is told what it may know of a person, and there is", async () => {
  await plantGroup(database, "named", { users: [idOf("ann")] });
  await plantGroup(database, "through the tree", { departments: [{ id: departmentOf("research"), subtree: true }] });
  await plantGroup(database, "the department alone", {
    departments: [{ id: departmentOf("research"), subtree: false }],
  });
  await plantGroup(database, "of a deleted department", { departments: [{ id: departmentOf("old"), subtree: false }] });
  await plantGroup(database, "others", { users: [idOf("bare")] });
  expect(await clients.readClaims(idOf("ann"), ALL)).toEqual({
    name: "沈岩 🙂",
    preferred_username: "ann",
    email: "ann@example.com",
    email_verified: true,
    phone_number: "+8613800000001",
    picture: "https://feishu.example/ann.png",
    groups: ["named", "through the tree", "市场部", "研发部", "研发部/平台组"],
    department: "市场部",
    employee_number: "E-7",
  });
});

test("what is not there is left out, and an address that is not there is not verified", async () => {
  expect(await clients.readClaims(idOf("bare"), ALL)).toEqual({
    name: "Person bare",
    preferred_username: "bare",
    groups: [],
  });
});

test("what an application may not know it is not told", async () => {
  const least = { name: "沈岩 🙂", preferred_username: "ann" };
  expect(await clients.readClaims(idOf("ann"), [])).toEqual(least);
  expect(await clients.readClaims(idOf("ann"), ["department"])).toEqual({ ...least, department: "市场部" });
});

test("without a primary department the one that stands first is told", async () => {
  await database.pool.query("update membership set is_primary = false");
  expect(await clients.readClaims(idOf("ann"), ["department"])).toMatchObject({ department: "平台组" });
});

test("a department that was moved is told where it is now", async () => {
  await database.pool.query("update department set parent_id = $1 where id = $2", [
    departmentOf("sales"),
    departmentOf("platform"),
  ]);
  expect((await clients.readClaims(idOf("ann"), ["groups"]))?.groups).toEqual(["市场部", "市场部/平台组"]);
});

test.each(["javascript:alert(1)", "data:image/png;base64,x", ""])("the picture %j is not told", async (avatar) => {
  await database.pool.query("update directory_user set attributes = jsonb_build_object('avatar', $1::text)", [avatar]);
  expect(await clients.readClaims(idOf("ann"), ["picture"])).not.toHaveProperty("picture");
});

test("nothing is told of who is not active or not there", async () => {
  await database.pool.query("update directory_user set status = 'disabled', disabled_by = 'sync'");
  for (const id of [idOf("ann"), "00000000-0000-4000-8000-000000000000", "ann", "\0"])
    expect(await clients.readClaims(id, ALL)).toBeUndefined();
});
