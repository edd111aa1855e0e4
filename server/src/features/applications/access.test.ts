import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { plantApplication, plantGroup, plantSignIn, readSignIns } from "../../../test/support/applications.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import { addConnection, clearDirectory, withUuids, writeDirectory } from "../../../test/support/sync-database.ts";
import {
  departmentId,
  directory,
  directoryDepartment,
  directoryUser,
  membership,
} from "../../../test/support/sync-makers.ts";
import type { Actor } from "../../core/kernel/actor.ts";
import type { UserId } from "../../core/kernel/ids.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeApplications } from "./make-applications.ts";
import type { ApplicationAccessChange, Applications } from "./ports.ts";

const actor: Actor = { kind: "operator", id: "1", name: "Ada" };
const idOf = (key: string): UserId => withUuids(directoryUser(key).id);
const research = withUuids(departmentId("research"));
const platform = withUuids(departmentId("platform"));
const NOBODY = "00000000-0000-4000-8000-000000000000";
const nobody: ApplicationAccessChange = { everyone: false, users: [], groups: [], departments: [] };

let database: OpenDatabase;
let applications: Applications;
beforeAll(async () => {
  database = await openTestDatabase();
  applications = makeApplications({ database, clock: fixedClock("2026-03-01T08:00:00Z") });
});
afterAll(() => database.close());
beforeEach(async () => {
  await clearDirectory(database);
  await database.pool.query(
    "truncate application, directory_group, feishu_connection, audit_record, oidc_state, oidc_login cascade",
  );
  const namesakes = { name: "张三 🙂" };
  const snapshot = directory({
    users: [directoryUser("ann", namesakes), directoryUser("bob", namesakes), directoryUser("cem", { name: "Cem" })],
    departments: [
      directoryDepartment("research", null, { name: "研发部" }),
      directoryDepartment("platform", "research", { name: "平台组" }),
    ],
    memberships: [membership(directoryUser("ann"), "platform"), membership(directoryUser("bob"), "research")],
  });
  await writeDirectory(database, await addConnection(database), withUuids(snapshot));
});

const readAudit = async () =>
  (await database.pool.query("select action, before, after from audit_record order by id")).rows;

test("who may use an application is read back as it was said, each by name", async () => {
  const { id } = await plantApplication(database);
  const group = await plantGroup(database, "登山队", {});
  expect(await applications.readAccess(id)).toEqual(nobody);
  const said = {
    everyone: false,
    users: [idOf("bob"), idOf("cem"), idOf("ann"), idOf("bob")],
    groups: [group],
    departments: [
      { id: research, subtree: false },
      { id: research, subtree: true },
      { id: platform, subtree: false },
    ],
  };
  const changed = await applications.changeAccess(id, said, actor);
  expect(changed).toMatchObject({
    ok: true,
    value: {
      groups: [{ id: group, name: "登山队" }],
      departments: [
        { id: platform, name: "平台组", subtree: false },
        { id: research, name: "研发部", subtree: true },
      ],
    },
  });
  const access = await applications.readAccess(id);
  expect(access).toEqual(changed.ok && changed.value);
  expect(access?.users.map(({ name }) => name).sort()).toEqual(["Cem", "张三 🙂", "张三 🙂"]);
  expect(access?.users.map(({ username }) => username).sort()).toEqual(["ann", "bob", "cem"]);
});

test("a change is remembered with who might before and who may now; the same again is no change", async () => {
  const { id } = await plantApplication(database);
  const change = { ...nobody, departments: [{ id: research, subtree: true }] };
  await applications.changeAccess(id, change, actor);
  await applications.changeAccess(id, change, actor);
  expect(await readAudit()).toEqual([
    {
      action: "application.access_changed",
      before: nobody,
      after: { ...nobody, departments: [{ id: research, name: "研发部", subtree: true }] },
    },
  ]);
});

test("those who may no longer use it are signed out of it at once, the others stay", async () => {
  const { id, clientId } = await plantApplication(database);
  const other = await plantApplication(database);
  await applications.changeAccess(id, { ...nobody, everyone: true }, actor);
  for (const key of ["ann", "bob", "cem"]) await plantSignIn(database, idOf(key), clientId);
  await plantSignIn(database, idOf("cem"), other.clientId);
  const change = { ...nobody, departments: [{ id: research, subtree: false }] };
  expect(await applications.changeAccess(id, change, actor)).toMatchObject({ ok: true });
  const { open, tokens } = await readSignIns(database);
  const left = [
    { user_id: idOf("bob"), client_id: clientId },
    { user_id: idOf("cem"), client_id: other.clientId },
  ];
  expect(open).toEqual(left);
  expect(tokens).toHaveLength(2);
  expect(tokens).toEqual(expect.arrayContaining(left));
});

test("what is not in the directory cannot be named, and then nothing changes", async () => {
  const { id, clientId } = await plantApplication(database, { everyone: true });
  await plantSignIn(database, idOf("ann"), clientId);
  await database.pool.query(
    "update directory_user set status = 'deleted', disabled_by = 'sync' where username = 'cem'",
  );
  await database.pool.query("update department set status = 'deleted' where id = $1", [platform]);
  for (const [kind, missing, change] of [
    ["user", NOBODY, { users: [idOf("ann"), NOBODY] }],
    ["user", idOf("cem"), { users: [idOf("cem")] }],
    ["group", NOBODY, { groups: [NOBODY] }],
    ["department", platform, { departments: [{ id: platform, subtree: true }] }],
  ] as const)
    expect(await applications.changeAccess(id, { ...nobody, ...change }, actor)).toEqual({
      ok: false,
      error: { code: "reference_unknown", detail: { kind, id: missing } },
    });
  expect(await applications.readAccess(id)).toEqual({ ...nobody, everyone: true });
  expect((await readSignIns(database)).open).toHaveLength(1);
  expect(await readAudit()).toEqual([]);
});

test("ids may be written in capitals", async () => {
  const { id } = await plantApplication(database);
  const changed = await applications.changeAccess(id, { ...nobody, users: [idOf("ann").toUpperCase()] }, actor);
  expect(changed).toMatchObject({ ok: true, value: { users: [{ id: idOf("ann") }] } });
});

test("deleted people and departments are not shown; a group that is deleted admits nobody any more", async () => {
  const { id } = await plantApplication(database);
  const group = await plantGroup(database, "g", { users: [idOf("ann")] });
  const departments = [{ id: platform, subtree: false }];
  await applications.changeAccess(id, { ...nobody, users: [idOf("cem")], groups: [group], departments }, actor);
  await database.pool.query(
    "update directory_user set status = 'deleted', disabled_by = 'sync' where username = 'cem'",
  );
  await database.pool.query("update department set status = 'deleted' where id = $1", [platform]);
  await database.pool.query("delete from directory_group");
  expect(await applications.readAccess(id)).toEqual(nobody);
});

test("the portal shows what the caller may open, by name: with an address, enabled, and theirs", async () => {
  const plant = async (name: string, homeUrl: string | null, change: Partial<ApplicationAccessChange>) => {
    const { id } = await plantApplication(database);
    await database.pool.query("update application set name = $1, home_url = $2 where id = $3", [name, homeUrl, id]);
    await applications.changeAccess(id, { ...nobody, ...change }, actor);
    return id;
  };
  const url = "https://wiki.example.com/";
  const wiki = await plant("wiki", url, { everyone: true });
  await plant("Tickets", url, { departments: [{ id: research, subtree: true }] });
  await plant("No address", null, { everyone: true });
  await plant("Others", url, { users: [idOf("bob")] });
  const off = await plant("Off", url, { everyone: true });
  await applications.update(off, { enabled: false }, actor);
  const ofAnn = await applications.listForPortal(idOf("ann"));
  expect(ofAnn.map(({ name }) => name)).toEqual(["Tickets", "wiki"]);
  expect(ofAnn[1]).toEqual({ id: wiki, name: "wiki", description: "", homeUrl: url });
  expect((await applications.listForPortal(idOf("cem"))).map(({ name }) => name)).toEqual(["wiki"]);
  await database.pool.query("update directory_user set status = 'disabled', disabled_by = 'sync'");
  expect(await applications.listForPortal(idOf("ann"))).toEqual([]);
  expect(await applications.listForPortal("ann" as UserId)).toEqual([]);
});
