import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readAll, readSnapshot } from "./support/caller.ts";

let caller: Caller;
let truth: Awaited<ReturnType<typeof readSnapshot>>;
beforeAll(async () => {
  caller = await openCaller({ users: 200, departments: 80, resigned: 4 });
  truth = await readSnapshot(caller);
});
beforeEach(() => caller.control("POST", "/reset"));
afterAll(() => caller.emulator.close());

const children = (id: string) => `/contact/v3/departments/${id}/children?fetch_child=true`;
const members = (id: string) => `/contact/v3/users/find_by_department?department_id=${id}`;
const code = async (path: string) => {
  const { status, json } = await caller.get(path);
  return [status, json.code, json.msg];
};

/** Department `depth` below the first one, which has a chain under it. */
function inChain(depth: number) {
  const byParent = (parent: string) => truth.departments.filter((department) => department.parent === parent);
  let here = truth.departments.filter((department) => department.parent === "0").at(-1);
  for (let step = 0; step < depth; step += 1) here = byParent(here.open_department_id)[0];
  return here.open_department_id as string;
}

describe("a partial contact range", () => {
  test("refuses the root and everything that addresses it", async () => {
    await caller.control("PUT", "/range", { type: "some", department_ids: [inChain(1)] });
    const refused = [403, 40004, "no dept authority error"];
    expect(await code(children("0"))).toEqual(refused);
    expect(await code(members("0"))).toEqual(refused);
    expect(await code("/contact/v3/departments/0")).toEqual(refused);
    expect(await code(children(inChain(0)))).toEqual(refused);
    expect(await code("/contact/v3/departments?parent_department_id=0")).toEqual([
      403,
      40014,
      "no parent dept authority error",
    ]);
  });

  test("holds the sub-departments of a department and their people, but does not list them as nodes", async () => {
    await caller.control("PUT", "/range", { type: "some", department_ids: [inChain(1)] });
    const { json } = await caller.get("/contact/v3/scopes");
    expect(json.data).toEqual({ has_more: false, department_ids: [inChain(1)], user_ids: [], group_ids: [] });
    const below = await readAll(caller, children(inChain(1)));
    expect(below.map((item) => item.open_department_id)).toContain(inChain(5));
    for (const { open_department_id } of below)
      expect((await caller.get(members(open_department_id))).json.code).toBe(0);
  });

  test("drops invisible ancestors and leaves the parent's id readable", async () => {
    await caller.control("PUT", "/range", { type: "some", department_ids: [inChain(1)] });
    const parents = await readAll(caller, `/contact/v3/departments/parent?department_id=${inChain(3)}`);
    expect(parents.map((item) => item.open_department_id)).toEqual([inChain(2), inChain(1)]);
    const { json } = await caller.get(`/contact/v3/departments/${inChain(1)}`);
    expect(json.data.department.parent_department_id).toBe(inChain(0));
  });

  test("refuses a person by id and leaves people out of batches", async () => {
    await caller.control("PUT", "/range", { type: "some", department_ids: [inChain(1)] });
    const users = (await readSnapshot(caller)).users;
    const inside = users.find((user) => user.in_range);
    const outside = users.find((user) => !user.in_range);
    expect(await code(`/contact/v3/users/${outside.open_id}`)).toEqual([400, 41050, "no user authority"]);
    expect((await code(`/contact/v3/users/${inside.open_id}`))[1]).toBe(0);
    const { json } = await caller.get(`/contact/v3/users/batch?user_ids=${outside.open_id}&user_ids=${inside.open_id}`);
    expect(json.data.items.map((item: { open_id: string }) => item.open_id)).toEqual([inside.open_id]);
    const departments = await caller.get(
      `/contact/v3/departments/batch?department_ids=${inChain(0)}&department_ids=${inChain(2)}`,
    );
    expect(departments.json.data.items.map((item: { open_department_id: string }) => item.open_department_id)).toEqual([
      inChain(2),
    ]);
    const email = await caller.post("/contact/v3/users/batch_get_id", { emails: [outside.email ?? "x@y.z"] });
    expect(email.json.data.user_list[0].user_id).toBeUndefined();
  });

  test("may name single people and groups; nodes are paged users first", async () => {
    const everybody = truth.users.filter((user) => user.listed);
    const group = (await caller.get("/contact/v3/scopes")).json.data.group_ids[0];
    await caller.control("PUT", "/range", {
      type: "some",
      user_ids: everybody.slice(0, 3).map((user) => user.open_id),
      department_ids: [inChain(0)],
      group_ids: [group],
    });
    const first = (await caller.get("/contact/v3/scopes?page_size=4")).json.data;
    expect([first.user_ids.length, first.department_ids.length, first.group_ids.length, first.has_more]).toEqual([
      3,
      1,
      0,
      true,
    ]);
    const second = await caller.get(
      `/contact/v3/scopes?page_size=4&page_token=${encodeURIComponent(first.page_token)}`,
    );
    expect(second.json.data).toEqual({ has_more: false, user_ids: [], department_ids: [], group_ids: [group] });
    const configured = await caller.get("/application/v6/applications/me/contacts_range_configuration");
    expect(configured.json.data.contacts_range).toMatchObject({
      contacts_scope_type: "some",
      visible_list: { department_ids: [inChain(0)], group_ids: [group] },
    });
    expect((await readAll(caller, "/contact/v3/users")).length).toBe(3);
  });

  test("of nobody shows nobody", async () => {
    await caller.control("PUT", "/range", { type: "some" });
    const { json } = await caller.get("/contact/v3/scopes");
    expect(json.data).toEqual({ has_more: false, department_ids: [], user_ids: [], group_ids: [] });
    expect(await code(`/contact/v3/users/${truth.users[0].open_id}`)).toEqual([400, 41050, "no user authority"]);
  });

  test("of everybody names first-level departments, people of the root and all groups", async () => {
    const { json } = await caller.get("/contact/v3/scopes?page_size=100");
    const firstLevel = truth.departments.filter((department) => department.parent === "0");
    expect(new Set(json.data.department_ids)).toEqual(
      new Set(firstLevel.map((department) => department.open_department_id)),
    );
    expect(json.data.group_ids).toHaveLength(3);
    expect((await readAll(caller, "/contact/v3/departments")).map((item) => item.open_department_id)).toEqual(["0"]);
  });
});

describe("somebody who left", () => {
  test("is in no list, readable by id, and found by e-mail only when asked for", async () => {
    const victim = truth.users.find((user) => user.listed && user.email && user.departments.length > 0);
    const before = await readAll(caller, members(victim.departments[0]));
    await caller.control("POST", `/users/${victim.open_id}/resign`);
    const after = await readAll(caller, members(victim.departments[0]));
    expect(before.length - after.length).toBe(1);
    const { json } = await caller.get(`/contact/v3/users/${victim.open_id}`);
    expect(json.data.user.status.is_resigned).toBe(true);
    const query = async (include_resigned: boolean) =>
      (await caller.post("/contact/v3/users/batch_get_id", { emails: [victim.email], include_resigned })).json.data
        .user_list[0];
    expect(await query(false)).toEqual({ email: victim.email });
    expect(await query(true)).toMatchObject({ user_id: victim.open_id, status: { is_resigned: true } });
  });
});

const UNGATED_USER = ["is_frozen", "mobile_visible", "open_id", "union_id"];
const EMPLOYEE = ["city", "country", "employee_no", "employee_type", "enterprise_email", "is_tenant_manager"];
const MORE_EMPLOYEE = ["job_title", "join_time", "status", "work_station", "custom_attrs"];
const BASE = ["avatar", "en_name", "name", "nickname"];
const DEPARTMENT = ["department_ids", "leader_user_id", "orders"];

describe("fields of people", () => {
  test.each([
    [[], []],
    [["contact:user.base:readonly"], BASE],
    [["contact:user.email:readonly"], ["email"]],
    [["contact:user.phone:readonly"], ["mobile"]],
    [["contact:user.employee_id:readonly"], ["user_id"]],
    [["contact:user.gender:readonly"], ["gender"]],
    [["contact:user.department:readonly"], DEPARTMENT],
    [["contact:user.employee:readonly"], [...EMPLOYEE, ...MORE_EMPLOYEE]],
    [["contact:user.employee_number:read"], ["employee_no"]],
    [["contact:contact:readonly_as_app"], [...BASE, "gender", ...DEPARTMENT, ...EMPLOYEE, ...MORE_EMPLOYEE]],
  ])("with %j beside the call permission are %j", async (scopes, fields) => {
    await caller.control("PUT", "/scopes", { granted: ["contact:contact.base:readonly", ...scopes] });
    const keys = new Set<string>();
    for (const { open_department_id } of truth.departments.slice(0, 25)) {
      for (const item of await readAll(caller, members(open_department_id)))
        for (const key of Object.keys(item)) keys.add(key);
    }
    expect([...keys].sort()).toEqual([...UNGATED_USER, ...fields].sort());
  });
});

const UNGATED_DEPARTMENT = ["group_chat_employee_types", "leaders", "open_department_id"];
const DEPARTMENT_BASE = ["chat_id", "department_id", "i18n_name", "name", "status"];
const ORGANIZE = [
  "leader_user_id",
  "member_count",
  "order",
  "parent_department_id",
  "primary_member_count",
  "unit_ids",
];

describe("fields of departments", () => {
  test.each([
    [[], []],
    [["contact:department.base:readonly"], DEPARTMENT_BASE],
    [["contact:department.organize:readonly"], ORGANIZE],
    [["contact:department.hrbp:readonly"], ["department_hrbps"]],
    [["contact:contact:readonly"], [...DEPARTMENT_BASE, ...ORGANIZE]],
  ])("with %j beside the call permission are %j", async (scopes, fields) => {
    await caller.control("PUT", "/scopes", { granted: ["contact:contact.base:readonly", ...scopes] });
    const [item] = await readAll(caller, children("0"));
    expect(Object.keys(item).sort()).toEqual([...UNGATED_DEPARTMENT, ...fields].sort());
  });
});

describe("go-ldap-admin's scopes", () => {
  test("walk the tree and read single people, but no batch", async () => {
    await caller.control("PUT", "/scopes", { set: "legacy" });
    expect((await code(children("0")))[1]).toBe(0);
    expect((await code(members("0")))[1]).toBe(0);
    expect((await code(`/contact/v3/users/${truth.users[0].open_id}`))[1]).toBe(0);
    expect((await code("/contact/v3/scopes"))[1]).toBe(0);
    expect((await code("/contact/v3/users/batch?user_ids=x"))[1]).toBe(99991672);
    expect((await code("/contact/v3/departments/batch?department_ids=x"))[1]).toBe(99991672);
    expect((await code("/ehr/v1/employees"))[1]).toBe(0);
  });
});
