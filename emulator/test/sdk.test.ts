import type * as lark from "@larksuiteoapi/node-sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";
import { makeSdkClient } from "./support/sdk-client.ts";

let caller: Caller;
let client: lark.Client;

beforeAll(async () => {
  caller = await openCaller({ users: 300, departments: 70, shuffle: true });
  client = makeSdkClient(caller.emulator);
});
afterAll(() => caller.emulator.close());

async function readDepartments() {
  const items = [];
  for (let token: string | undefined; ; ) {
    const { code, data } = await client.contact.v3.department.children({
      path: { department_id: "0" },
      params: { fetch_child: true, page_size: 50, page_token: token },
    });
    expect(code).toBe(0);
    items.push(...(data?.items ?? []));
    if (data?.has_more !== true) return items;
    token = data.page_token;
  }
}

async function readMembers(department: string) {
  const items = [];
  for (let token: string | undefined; ; ) {
    const { code, data } = await client.contact.v3.user.findByDepartment({
      params: { department_id: department, page_size: 7, page_token: token },
    });
    expect(code).toBe(0);
    items.push(...(data?.items ?? []));
    if (data?.has_more !== true) return items;
    token = data.page_token;
  }
}

describe("the official SDK", () => {
  test("reads exactly the tenant there is, list by list", async () => {
    const truth = await readSnapshot(caller);
    const departments = await readDepartments();
    const people = new Map<string, object>();
    for (const id of ["0", ...departments.map((department) => department.open_department_id ?? "")]) {
      for (const person of await readMembers(id)) people.set(person.open_id ?? "", person);
    }
    const byId = <T>(records: T[], id: (record: T) => string) => records.toSorted((a, b) => (id(a) < id(b) ? -1 : 1));
    expect(
      byId(departments, (record) => record.open_department_id ?? "").map((record) => [
        record.open_department_id,
        record.name,
        record.parent_department_id,
        record.order,
      ]),
    ).toEqual(
      byId(truth.departments, (record) => record.open_department_id).map((record) => [
        record.open_department_id,
        record.name,
        record.parent,
        String(record.order),
      ]),
    );
    const listed = truth.users.filter((user) => user.listed);
    expect(listed).toHaveLength(300);
    expect([...people.keys()].sort()).toEqual(listed.map((user) => user.open_id).sort());
    for (const user of listed) {
      expect(people.get(user.open_id)).toMatchObject({
        union_id: user.union_id,
        user_id: user.user_id,
        name: user.name,
        department_ids: user.departments,
        status: user.status,
        ...(user.email === null ? {} : { email: user.email }),
        ...(user.mobile === null ? {} : { mobile: user.mobile }),
      });
    }
  });

  test("reads one and several people and departments by any of their ids", async () => {
    const { users, departments } = await readSnapshot(caller);
    const [first, second] = users;
    const one = await client.contact.v3.user.get({
      path: { user_id: first.union_id },
      params: { user_id_type: "union_id", department_id_type: "department_id" },
    });
    expect(one.data?.user).toMatchObject({ open_id: first.open_id, name: first.name });
    const several = await client.contact.v3.user.batch({
      params: { user_ids: [first.user_id, second.user_id, "nobody"], user_id_type: "user_id" },
    });
    expect(several.data?.items?.map((user) => user.open_id)).toEqual([first.open_id, second.open_id]);
    const department = await client.contact.v3.department.get({
      path: { department_id: departments[3].department_id },
      params: { department_id_type: "department_id" },
    });
    expect(department.data?.department?.open_department_id).toBe(departments[3].open_department_id);
    const batch = await client.contact.v3.department.batch({
      params: { department_ids: [departments[1].open_department_id, departments[2].open_department_id] },
    });
    expect(batch.data?.items?.map((item) => item.name)).toEqual([departments[1].name, departments[2].name]);
  });

  test("names the ancestors child first, without the root", async () => {
    const { departments } = await readSnapshot(caller);
    const byId = new Map(departments.map((department) => [department.open_department_id, department]));
    const deepest = departments.at(12);
    const chain = [];
    for (let at = byId.get(deepest.parent); at !== undefined; at = byId.get(at.parent))
      chain.push(at.open_department_id);
    expect(chain.length).toBeGreaterThan(2);
    const { data } = await client.contact.v3.department.parent({
      params: { department_id: deepest.open_department_id },
    });
    expect(data?.items?.map((item) => item.open_department_id)).toEqual(chain);
  });

  test("finds ids by work e-mail and by mobile without +86, never by enterprise e-mail", async () => {
    const { users } = await readSnapshot(caller);
    const withBoth = users.find(
      (user) => user.listed && user.email && user.mobile?.startsWith("+86") && user.enterprise_email,
    );
    const { data } = await client.contact.v3.user.batchGetId({
      data: {
        emails: [withBoth.email.toUpperCase(), withBoth.enterprise_email],
        mobiles: [withBoth.mobile.slice(3)],
      },
      params: { user_id_type: "open_id" },
    });
    expect(data?.user_list?.map((entry) => entry.user_id)).toEqual([withBoth.open_id, undefined, withBoth.open_id]);
  });

  test("reads range, enumerations, roster, application, tenant and bot", async () => {
    const scopes = await client.contact.v3.scope.list({ params: { page_size: 100 } });
    expect(scopes.data?.department_ids?.length).toBeGreaterThan(0);
    expect(scopes.data?.user_ids).toHaveLength(1);
    expect((await client.contact.v3.employeeTypeEnum.list({ params: {} })).data?.items).toHaveLength(6);
    expect((await client.contact.v3.customAttr.list({ params: {} })).data?.items).toHaveLength(3);
    const left = await client.ehr.v1.employee.list({ params: { status: [5], page_size: 100 } });
    expect(left.data?.items).toHaveLength(6);
    expect((await client.application.v6.scope.list({})).data?.scopes?.some((scope) => scope.grant_status === 2)).toBe(
      true,
    );
    const application = await client.application.v6.application.get({
      path: { app_id: "me" },
      params: { lang: "zh_cn" },
    });
    expect(application.data?.app?.app_id).toBe(caller.emulator.appId);
    expect((await client.tenant.v2.tenant.query({})).data?.tenant?.tenant_key).toMatch(/^[0-9a-f]{16}$/);
    const bot = await client.request<{ code: number; bot: { activate_status: number } }>({
      method: "GET",
      url: "/open-apis/bot/v3/info",
    });
    expect(bot.bot.activate_status).toBe(2);
  });

  test("fails as against the real platform: wrong secret, missing scope, code at HTTP 200", async () => {
    const wrong = makeSdkClient(caller.emulator, "wrong");
    await expect(wrong.contact.v3.scope.list({})).rejects.toThrow("code: 10014, msg: app secret invalid");
    await caller.control("PUT", "/scopes", { granted: [] });
    const refused = client.contact.v3.user.get({ path: { user_id: "ou_x" } });
    await expect(refused).rejects.toMatchObject({ response: { status: 400, data: { code: 99991672 } } });
    await caller.control("PUT", "/scopes", { set: "full" });
    await caller.control("POST", "/faults", { kind: "code", path: "/open-apis/contact/v3/scopes", code: 40003 });
    await expect(client.contact.v3.scope.list({})).resolves.toMatchObject({ code: 40003 });
  });
});
