import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OPERATOR, openAccountsStage, serviceDn } from "./access-stage.ts";
import { BASE } from "./ldap-stage.ts";

let stage: Awaited<ReturnType<typeof openAccountsStage>>;
beforeAll(async () => {
  stage = await openAccountsStage();
});
afterAll(() => stage.close());

const WEI = "uid=li.wei,ou=people";
const NA = "uid=wang.na,ou=people";
const GONE = "uid=zhao.gone,ou=people";

/** What an account of these settings finds by a filter. */
async function shown(name: string, settings: object, filter: string, attributes?: readonly string[]) {
  const { dn, password } = await stage.makeServiceAccount(name, settings);
  const connection = await stage.connect();
  expect(await connection.bind(dn, password)).toBe(0);
  const found = await connection.search(filter, attributes);
  connection.close();
  return found;
}

describe("what a service account is shown", () => {
  test("nobody, as long as it names nobody", async () => {
    expect((await shown("nobody", {}, "(|(uid=*)(cn=*))")).names).toEqual(["cn=everyone,ou=groups"]);
  });

  test("everybody, when it says so: disabled people too", async () => {
    expect((await shown("all", { everyone: true }, "(uid=*)")).names).toEqual([WEI, NA, GONE]);
  });

  test("the members of its groups and these groups, and in their entries no other group", async () => {
    const { entries, names } = await shown("vpn", { groups: [stage.group] }, "(|(uid=*)(cn=*)(ou=*))", [
      "memberOf",
      "member",
    ]);
    expect(names).toEqual(["cn=everyone,ou=groups", "cn=grp-vpn,ou=groups", WEI]);
    expect(entries.at(-1)?.attributes["memberOf"]).toEqual([`cn=grp-vpn,ou=groups,${BASE}`]);
    expect(entries.at(-2)?.attributes["member"]).toEqual([`${WEI},${BASE}`]);
  });

  test("a department alone, or with those below it, as a branch and as a group", async () => {
    const { root } = stage.departments;
    const alone = await shown(
      "alone",
      { departments: [{ id: root, subtree: false }] },
      "(|(uid=*)(cn=dept-*)(departmentNumber=yanfabu))",
    );
    expect(alone.names).toEqual(["ou=yanfabu,ou=departments", "cn=dept-yanfabu,ou=groups", NA]);
    const below = await shown(
      "below",
      { departments: [{ id: root, subtree: true }] },
      "(|(uid=*)(cn=dept-*)(ou=ping*))",
    );
    expect(below.names).toEqual(["ou=pingtaizu,ou=yanfabu,ou=departments", "cn=dept-yanfabu-all,ou=groups", WEI, NA]);
  });

  test("only its attributes, which are also all it can search by", async () => {
    const part = { everyone: true, attributes: ["UID", "mail"] };
    const { entries } = await shown("narrow", part, "(uid=li.wei)", ["*"]);
    expect(Object.keys(entries[0]?.attributes ?? {}).sort()).toEqual(["mail", "objectClass", "uid"]);
    expect((await shown("narrow2", part, "(mobile=+8613800000001)")).names).toEqual([]);
  });

  test("only what lies below its base", async () => {
    const part = { everyone: true, baseDn: `OU=people, ${BASE}` };
    expect((await shown("based", part, "(|(uid=li.wei)(cn=grp-vpn))")).names).toEqual([WEI]);
  });
});

test("a change reaches connections that are open, and so does switching it off and removing it", async () => {
  const { id, dn, password } = await stage.makeServiceAccount("app1", { groups: [stage.group] });
  const connection = await stage.connect();
  await connection.bind(dn, password);
  expect((await connection.search("(uid=*)")).names).toEqual([WEI]);
  const act = async (changes: object) => {
    expect((await stage.serviceAccounts.update(id, changes, OPERATOR)).ok).toBe(true);
    await stage.binds.standings.check();
  };
  await act({ groups: [], departments: [{ id: stage.departments.root, subtree: false }] });
  expect((await connection.search("(uid=*)")).names).toEqual([NA]);
  await act({ enabled: false });
  expect((await connection.search("(uid=*)")).code).toBe(50);
  expect(await stage.bindOnce(dn, password)).toBe(49);
  await act({ enabled: true });
  expect(await stage.bindOnce(dn, password)).toBe(0);
  expect((await stage.serviceAccounts.remove(id, OPERATOR)).ok).toBe(true);
  await stage.binds.standings.check();
  expect((await connection.search("(uid=*)")).code).toBe(50);
  expect(await stage.bindOnce(dn, password)).toBe(49);
  connection.close();
});

test("another password takes the place of the one before, also for who is bound by that", async () => {
  const { id, dn, password } = await stage.makeServiceAccount("app2", { everyone: true });
  const connection = await stage.connect();
  await connection.bind(dn, password);
  const replaced = await stage.serviceAccounts.replacePassword(id, OPERATOR);
  if (!replaced.ok) throw new Error(replaced.error.code);
  await stage.binds.standings.check();
  expect((await connection.search("(uid=*)")).code).toBe(50);
  expect(await stage.bindOnce(dn, password)).toBe(49);
  expect(await connection.bind(dn, replaced.value.password)).toBe(0);
  connection.close();
});

test("a group named before LDAP has a name for it is shown once it has one", async () => {
  const { kysely } = stage.database;
  const { id } = await kysely
    .insertInto("directory_group")
    .values({ name: "新组" })
    .returning("id")
    .executeTakeFirstOrThrow();
  await kysely.insertInto("group_member").values({ group_id: id, user_id: stage.ids.na }).execute();
  const { dn, password } = await stage.makeServiceAccount("app3", { groups: [id] });
  const connection = await stage.connect();
  await connection.bind(dn, password);
  await kysely.updateTable("directory_state").set({ revision: 1000 }).execute();
  await stage.view.refresh();
  await stage.binds.standings.check();
  expect((await connection.search("(uid=*)")).names).toEqual([NA]);
  connection.close();
});

test("wrong passwords never lock an application out, and the last use is noted", async () => {
  const { id, dn, password } = await stage.makeServiceAccount("app4", { everyone: true });
  for (let attempt = 0; attempt < 7; attempt++) expect(await stage.bindOnce(dn, "wrong")).toBe(49);
  expect(await stage.bindOnce(dn.toUpperCase(), password)).toBe(0);
  const used = async () => (await stage.serviceAccounts.list()).find((account) => account.id === id);
  await expect.poll(async () => (await used())?.lastUsedAddress).toBe("127.0.0.1");
  expect((await used())?.lastUsedAt).toBe("2026-05-01T08:00:00.000Z");
});

test("what does not fit is refused, and nothing of it is written", async () => {
  const { serviceAccounts } = stage;
  const create = async (part: object) => serviceAccounts.create({ name: "misfit", ...part }, OPERATOR);
  const nobody = "00000000-0000-4000-8000-0000000000ff";
  for (const baseDn of ["ou=people,dc=elsewhere", "nonsense", "", `x${BASE}`])
    expect(await create({ baseDn })).toMatchObject({ ok: false, error: { code: "ldap_base_dn_outside" } });
  expect(await create({ attributes: ["mail", "shoeSize"] })).toMatchObject({
    error: { code: "ldap_attribute_unknown", detail: { attributes: ["shoeSize"] } },
  });
  expect(await create({ groups: [nobody] })).toMatchObject({ error: { code: "reference_unknown" } });
  expect(await create({ departments: [{ id: nobody, subtree: true }] })).toMatchObject({
    error: { code: "reference_unknown" },
  });
  expect(await serviceAccounts.create({ name: "all" }, OPERATOR)).toMatchObject({
    error: { code: "ldap_service_account_name_taken" },
  });
  for (const id of [nobody, "x"])
    expect(await serviceAccounts.update(id, {}, OPERATOR)).toMatchObject({
      error: { code: "ldap_service_account_not_found" },
    });
  expect((await serviceAccounts.list()).map(({ name }) => name)).not.toContain("misfit");
});

test("every change is in the audit log, and no password is", async () => {
  const made = await stage.makeServiceAccount("audited", { everyone: true });
  await stage.serviceAccounts.update(made.id, { everyone: true }, OPERATOR);
  await stage.serviceAccounts.update(made.id, { description: "新" }, OPERATOR);
  await stage.serviceAccounts.replacePassword(made.id, OPERATOR);
  await stage.serviceAccounts.remove(made.id, OPERATOR);
  const { rows } = await stage.database.pool.query(
    "select action, before, after from audit_record where object_id = $1 order by id",
    [made.id],
  );
  expect(rows.map(({ action }) => action)).toEqual(
    ["created", "updated", "password_replaced", "deleted"].map((what) => `ldap_service_account.${what}`),
  );
  expect(rows[1]).toMatchObject({ before: { description: "" }, after: { description: "新" } });
  expect(JSON.stringify(rows)).not.toContain(made.password);
});

test("whoever is no service account is nobody, whatever the password", async () => {
  for (const password of ["wrong", "0".repeat(28)])
    expect(await stage.bindOnce(serviceDn("absent"), password)).toBe(49);
  expect(stage.faults).toEqual([]);
});
