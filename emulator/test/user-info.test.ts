import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";
import { REDIRECT, readUserInfo, requestToken, takeCode, USER_INFO } from "./support/sign-in.ts";

let caller: Caller;
// biome-ignore lint/suspicious/noExplicitAny: a line of the snapshot
let person: any;
beforeAll(async () => {
  caller = await openCaller({ users: 200, departments: 10 });
});
beforeEach(async () => {
  await caller.control("POST", "/reset");
  await caller.control("PUT", "/redirect-urls", { urls: [REDIRECT] });
  const { users } = await readSnapshot(caller);
  person = users.find((one) => one.email && one.enterprise_email && one.mobile && one.employee_no && one.en_name);
});
afterAll(() => caller.emulator.close());

const ALL = ["email", "employee", "employee_id", "phone"].map((part) => `contact:user.${part}:readonly`).join(" ");
const takeToken = async (more: object = {}) =>
  (await requestToken(caller, { code: await takeCode(caller, person.open_id, more) })).json.access_token;
const read = async (more: object = {}) => (await readUserInfo(caller, await takeToken(more))).json.data;

describe("the information about who signed in", () => {
  test("names the person, their pictures and their company without any scope", async () => {
    const { tenant } = (await caller.control("GET", "")).json;
    expect(await read()).toEqual({
      name: person.name,
      en_name: person.en_name,
      open_id: person.open_id,
      union_id: person.union_id,
      tenant_key: tenant.tenant_key,
      avatar_url: expect.stringContaining("/72.png"),
      avatar_thumb: expect.stringContaining("/72.png"),
      avatar_middle: expect.stringContaining("/240.png"),
      avatar_big: expect.stringContaining("/640.png"),
    });
  });

  test("has addresses, number and user_id where app and person granted them", async () => {
    const { email, enterprise_email, user_id, mobile, employee_no } = person;
    expect(await read({ scope: ALL })).toMatchObject({ email, enterprise_email, user_id, mobile, employee_no });
  });

  test.each([
    ["email", "contact:user.email:readonly"],
    ["enterprise_email", "contact:user.employee:readonly"],
    ["employee_no", "contact:user.employee:readonly"],
    ["user_id", "contact:user.employee_id:readonly"],
    ["mobile", "contact:user.phone:readonly"],
  ])("leaves %s out without %s, from the app or from the person", async (field, scope) => {
    expect(await read({ scope: ALL.replace(scope, "").replace("  ", " ") })).not.toHaveProperty(field);
    const token = await takeToken({ scope: ALL });
    expect((await readUserInfo(caller, token)).json.data).toHaveProperty(field);
    await caller.control("PATCH", "/scopes", { revoke: [scope] });
    expect((await readUserInfo(caller, token)).json.data).not.toHaveProperty(field);
  });

  test("shows the employee number, and no enterprise e-mail, to who holds an older reading scope", async () => {
    await caller.control("PUT", "/scopes", { granted: ["contact:contact:readonly"] });
    const data = await read({ scope: "contact:contact:readonly" });
    expect(data.employee_no).toBe(person.employee_no);
    expect(data).not.toHaveProperty("enterprise_email");
  });

  test("names another company where the person comes from one", async () => {
    expect((await read({ tenant_key: "tk-stranger" })).tenant_key).toBe("tk-stranger");
    await caller.control("PATCH", "/settings", { sign_in_tenant_key: "tk-all" });
    expect((await read()).tenant_key).toBe("tk-all");
    await caller.control("PATCH", "/settings", { sign_in_tenant_key: null });
    expect((await read()).tenant_key).toMatch(/^[0-9a-f]{16}$/);
  });

  test("has the open_id of the app that asks", async () => {
    const other = { app_id: "cli_00000000000000aa", app_secret: "s2" };
    await caller.control("POST", "/apps", other);
    await caller.control("PUT", `/redirect-urls?app_id=${other.app_id}`, { urls: [REDIRECT] });
    const code = await takeCode(caller, person.union_id, { client_id: other.app_id });
    const client = { client_id: other.app_id, client_secret: other.app_secret };
    const { access_token } = (await requestToken(caller, { code, ...client })).json;
    const { data } = (await readUserInfo(caller, access_token)).json;
    expect(data.union_id).toBe(person.union_id);
    expect(data.open_id).not.toBe(person.open_id);
  });
});

describe("the information is refused", () => {
  test("without a token, and with HTTP 200 for one that is invented, a tenant's, or two hours old", async () => {
    expect((await caller.bare("GET", USER_INFO)).json.code).toBe(99991661);
    const token = await takeToken();
    for (const wrong of ["eyJ", await caller.token()]) {
      const answer = await readUserInfo(caller, wrong);
      expect([answer.status, answer.json.code]).toEqual([200, 20005]);
    }
    await caller.control("PUT", "/clock", { advance_seconds: 7199 });
    expect((await readUserInfo(caller, token)).json.code).toBe(0);
    await caller.control("PUT", "/clock", { advance_seconds: 1 });
    expect((await readUserInfo(caller, token)).json.code).toBe(20005);
  });

  test("to an app that is not in use", async () => {
    const token = await takeToken();
    await caller.control("PATCH", "/app", { enabled: false });
    expect((await readUserInfo(caller, token)).json.code).toBe(99991662);
  });

  test("once a fault took the token away", async () => {
    const token = await takeToken();
    await caller.control("POST", "/faults", { kind: "token_invalid", path: USER_INFO });
    expect((await readUserInfo(caller, token)).json.code).toBe(20005);
    await caller.control("DELETE", "/faults");
    expect((await readUserInfo(caller, token)).json.code).toBe(20005);
  });
});
