import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { addConnection, clearDirectory, withUuids, writeDirectory } from "../../../test/support/sync-database.ts";
import { directory, directoryDepartment, directoryUser, membership } from "../../../test/support/sync-makers.ts";
import { makeReadUnreadable } from "../../boot/ldap-relations.ts";
import { makeProjector } from "../../core/ldap/entry.ts";
import { profiles } from "../../core/ldap/relations/profiles.ts";
import type { Relation } from "../../core/ldap/relations/relation.ts";
import { fixedClock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeLdapRelations } from "./ldap-relations.ts";
import { startLdapView } from "./ldap-view.ts";

const BASE = "dc=example,dc=com";
const actor = { kind: "operator", id: "1", name: "Ada" } as const;
const ann = directoryUser("ann", {
  username: "ann",
  name: "欧阳修",
  nickname: null,
  email: "欧阳@例子.cn",
  employeeNo: "E-1",
  jobTitle: "工程师",
  attributes: { city: "北京", employee_type: 1, custom: { "C-1": "A组", "C-2": "" } },
});
const bob = directoryUser("bob", {
  username: "bob",
  name: "Bob Stone",
  nickname: "Bobby",
  email: "bob@example.com",
  leaderId: ann.id,
});
const gone = directoryUser("gone", { username: "gone", name: "走", status: "deleted", disabledBy: "sync" });
const with_ = (...changed: readonly Relation[]): readonly Relation[] => [
  ...profiles.default.filter(({ attribute }) => !changed.some((one) => one.attribute === attribute)),
  ...changed,
];
const from = (attribute: string, ...first_of: Relation["first_of"][number][]): Relation => ({ attribute, first_of });

let database: OpenDatabase;
let unreadable: ReadonlyMap<string, string | null> | null;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  unreadable = null;
  await clearDirectory(database);
  await database.pool.query(
    "truncate feishu_connection, audit_record, ldap_relations, ldap_person, ldap_group cascade",
  );
  const snapshot = directory({
    users: [ann, bob, gone],
    departments: [directoryDepartment("d1", null)],
    memberships: [membership(ann, "d1"), membership(bob, "d1")],
  });
  await writeDirectory(database, await addConnection(database), withUuids(snapshot));
});

const make = (declared: readonly Relation[] | null = null) =>
  makeLdapRelations({
    database,
    clock: fixedClock("2026-03-01T08:00:00Z"),
    baseDn: BASE,
    declared,
    readUnreadable: async () => unreadable,
  });
const audit = async () =>
  (await database.pool.query("select action, actor, before, after from audit_record order by id")).rows as unknown[];
const everything = { sees: () => true, seesAttribute: () => true };

test("a new installation has the default profile, and nothing is wrong with it", async () => {
  expect(await make().read()).toEqual({
    version: 0,
    relations: profiles.default,
    updatedBy: null,
    updatedAt: null,
    declared: false,
    profile: "default",
    findings: [],
  });
});

test("a change is kept with its version, said in the audit log, and shown by every process when it looks next", async () => {
  const view = await startLdapView(database, BASE, (error) => {
    throw error;
  });
  const draft = with_(
    from("cn", { field: "name" }),
    from("employeeType", { custom: "C-1", as: ["lower"] }, { constant: "none" }),
    from("givenName", { field: "given_name", as: ["pinyin", "upper"] }),
    from("l", { field: "city" }),
    from("roomNumber", { field: "employee_type" }),
  );
  expect(await make().replace(draft, 0, actor)).toMatchObject({
    ok: true,
    value: { version: 1, updatedBy: actor, updatedAt: "2026-03-01T08:00:00.000Z", profile: null, findings: [] },
  });
  await view.refresh();
  const entryOf = (uid: string) => {
    const person = view.tree().personByUid.get(uid);
    if (person === undefined) throw new Error(uid);
    return makeProjector(view.tree(), everything).show(person);
  };
  const read = (uid: string) =>
    ["cn", "sn", "employeeType", "givenName", "l", "roomNumber", "mail"].map(
      (name) => entryOf(uid).values(name)[0] ?? null,
    );
  expect(read("ann")).toEqual(["欧阳修", "欧阳修", "a组", "XIU", "北京", "1", null]);
  expect(read("bob")).toEqual(["Bob Stone", "Bob Stone", "none", "BOB", null, null, "bob@example.com"]);
  expect(await audit()).toEqual([
    {
      action: "ldap.attributes_changed",
      actor,
      before: expect.objectContaining({ cn: "username" }),
      after: expect.objectContaining({ cn: "name", employeeType: 'lower(custom(C-1)), else "none"' }),
    },
  ]);
  await view.stop();
});

test("the same relations again change nothing and are not written down", async () => {
  expect(await make().replace(profiles.split_name, 0, actor)).toMatchObject({ ok: true, value: { version: 1 } });
  expect(await make().replace(profiles.split_name, 1, actor)).toMatchObject({ ok: true, value: { version: 1 } });
  expect(await audit()).toHaveLength(1);
});

test("who read an older version is refused, also when two change at once what nobody changed before", async () => {
  const both = await Promise.all([
    make().replace(profiles.split_name, 0, actor),
    make().replace(profiles.full_name, 0, actor),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, error: { code: "relations_changed_meanwhile" } });
  expect(await make().replace(profiles.default, 7, actor)).toEqual({
    ok: false,
    error: { code: "relations_changed_meanwhile" },
  });
});

test("relations with mistakes are refused with every one of them", async () => {
  const draft = [from("uid", { field: "name" }), from("cn", { field: "nick" })];
  expect(await make().replace(draft, 0, actor)).toMatchObject({
    ok: false,
    error: {
      code: "relations_invalid",
      findings: [
        { code: "relation_attribute_fixed", attribute: "uid" },
        { code: "relation_field_unknown", attribute: "cn", detail: { field: "nick" } },
        { code: "relation_may_be_empty", attribute: "cn" },
        { code: "relation_missing", attribute: "sn" },
      ],
    },
  });
  expect(await make().read()).toMatchObject({ version: 0 });
});

test("declared relations count, and cannot be changed here", async () => {
  const relations = make(profiles.go_ldap_admin);
  expect(await relations.read()).toMatchObject({ declared: true, profile: "go_ldap_admin", version: 0 });
  expect(await relations.replace(profiles.default, 0, actor)).toEqual({
    ok: false,
    error: { code: "setting_declared", detail: { setting: "ldap.attributes" } },
  });
});

test("a relation is broken when nobody has its custom attribute, or its field may not be read", async () => {
  const draft = with_(from("employeeType", { custom: "C-2" }), from("street", { field: "work_station" }));
  unreadable = new Map([["work_station", "contact:user.employee:readonly"]]);
  const tried = await make().tryOut(draft, null);
  expect(tried).toMatchObject({
    ok: true,
    value: {
      person: null,
      findings: [
        { severity: "broken", code: "relation_custom_unknown", detail: { custom: "C-2" } },
        {
          severity: "broken",
          code: "relation_field_unreadable",
          detail: { field: "work_station", permission: "contact:user.employee:readonly" },
        },
      ],
    },
  });
  await database.pool.query("truncate linked_identity");
  expect(await make().tryOut(draft, null)).toMatchObject({ value: { findings: [] } });
});

test("a run gets the relations ready, and is refused while one is broken; warnings refuse nothing", async () => {
  const relations = make();
  const good = with_(from("employeeType", { custom: "C-1" }), from("street", { field: "work_station" }));
  await relations.replace(good, 0, actor);
  const ready = await relations.checkForRun();
  expect(ready).toMatchObject({
    ok: true,
    value: { relations: good, workedOut: [{ custom: "C-1" }, { field: "work_station" }] },
  });
  await database.pool.query("update directory_user set attributes = attributes - 'custom'");
  expect(await relations.checkForRun()).toEqual({
    ok: false,
    error: {
      code: "relations_broken",
      findings: [
        {
          severity: "broken",
          code: "relation_custom_unknown",
          attribute: "employeeType",
          detail: { attribute: "employeeType", custom: "C-1" },
        },
      ],
    },
  });
});

test("an address may be read as soon as one of its two keys may", async () => {
  const read = (...fields: string[]) =>
    makeReadUnreadable({
      findMain: async () =>
        ({
          lastDiagnosis: {
            fields: ["email", "enterprise_email", "mobile"].map((field) => ({
              field,
              readable: fields.includes(field),
              permission: `p:${field}`,
            })),
          },
        }) as never,
    })();
  expect([...((await read("enterprise_email")) ?? [])]).toEqual([["mobile", "p:mobile"]]);
  expect([...((await read("mobile")) ?? [])].map(([key]) => key)).toEqual(["email", "enterprise_email"]);
  expect(await makeReadUnreadable({ findMain: async () => undefined })()).toBeNull();
});

test("a draft is shown on a person beside what is served, with what was passed over and what is fixed", async () => {
  const draft = with_(from("sn", { field: "nickname" }, { field: "family_name" }));
  const tried = await make().tryOut(draft, { kind: "username", username: "ann" });
  if (!tried.ok || tried.value.person === null) throw new Error("nobody");
  const { person } = tried.value;
  expect(person).toMatchObject({ username: "ann", listed: true, dn: `uid=ann,ou=people,${BASE}` });
  const attributes = new Map(person.attributes.map((attribute) => [attribute.name, attribute]));
  expect(attributes.get("sn")).toEqual({
    name: "sn",
    values: ["欧阳"],
    served: ["欧阳修"],
    origin: "relation",
    expression: "family_name",
    passedOver: [{ expression: "nickname", reason: "empty", value: null }],
  });
  expect(attributes.get("mail")).toMatchObject({
    values: [],
    expression: null,
    passedOver: [{ expression: "email", reason: "unfit", value: "欧阳@例子.cn" }],
  });
  expect(attributes.get("uid")).toMatchObject({ values: ["ann"], origin: "fixed" });
  expect(attributes.get("memberOf")?.values).toHaveLength(2);
  const bobs = await make().tryOut(null, { kind: "username", username: "bob" });
  if (!bobs.ok) throw new Error(bobs.error.code);
  expect(bobs.value.person?.attributes).toContainEqual(
    expect.objectContaining({ name: "manager", values: [`uid=ann,ou=people,${BASE}`] }),
  );
  expect(await make().tryOut(null, { kind: "username", username: "nobody" })).toEqual({
    ok: false,
    error: { code: "user_not_found" },
  });
});

test("somebody without an entry is shown as such", async () => {
  const tried = await make().tryOut(null, { kind: "username", username: "gone" });
  expect(tried).toMatchObject({ ok: true, value: { person: { listed: false, dn: "" } } });
});

test("what relations can be made of comes with how many people have it", async () => {
  const { people, custom } = await make().readChoices();
  expect(Object.fromEntries(people)).toMatchObject({
    username: 2,
    nickname: 1,
    email: 2,
    city: 1,
    employee_type: 1,
    department_names: 2,
    work_station: 0,
  });
  expect(custom).toEqual([{ id: "C-1", people: 1, example: "A组" }]);
});

test("relations that no program of ours wrote stop the reading instead of emptying attributes", async () => {
  await database.pool.query(
    `insert into ldap_relations (version, relations, updated_by, updated_at) values (1, '[{"attribute": 1}]', '{}', now())`,
  );
  await expect(make().read()).rejects.toThrow();
});
