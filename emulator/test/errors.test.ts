import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
});
afterAll(() => caller.emulator.close());

const CREDENTIALS = { app_id: "cli_0123456789abcdef", app_secret: "demo-secret-not-for-production" };
const TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";

describe("token endpoints", () => {
  test.each([
    ["an unknown app", { ...CREDENTIALS, app_id: "cli_ffffffffffffffff" }, 10003, "invalid param"],
    ["a missing app id", { app_secret: "x" }, 10003, "invalid param"],
    ["a body that is no JSON", "{", 10003, "invalid param"],
    ["a wrong secret", { ...CREDENTIALS, app_secret: "no" }, 10014, "app secret invalid"],
  ])("answer %s with HTTP 200 and a code", async (_, body, code, msg) => {
    const answer = await caller.bare("POST", TOKEN_PATH, {}, body);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ code, msg });
    expect(answer.json.tenant_access_token).toBeUndefined();
  });

  test("accept a trailing slash and answer flat", async () => {
    const { json } = await caller.bare("POST", `${TOKEN_PATH}/`, {}, CREDENTIALS);
    expect(json).toEqual({ code: 0, msg: "ok", tenant_access_token: expect.stringMatching(/^t-/), expire: 7200 });
  });

  test("give an app token together with the tenant token", async () => {
    const { json } = await caller.bare("POST", "/open-apis/auth/v3/app_access_token/internal", {}, CREDENTIALS);
    expect(json.app_access_token).toBe(json.tenant_access_token);
    expect(json.expire).toBeGreaterThan(7000);
  });
});

describe("authorization", () => {
  test.each([
    ["no header", {}, 99991661, "Missing access token for authorization"],
    ["a token without Bearer", { authorization: "t-abc" }, 99991661, "Missing access token for authorization"],
    ["a made-up tenant token", { authorization: "Bearer t-abc" }, 99991663, "Invalid access token for authorization"],
    ["a user token", { authorization: "Bearer eyJabc" }, 99991668, "Invalid access token for authorization"],
  ])("of %s is refused before the parameters are looked at", async (_, headers, code, msg) => {
    const { status, json } = await caller.get("/contact/v3/users/find_by_department?page_size=0", headers);
    expect(status).toBe(400);
    expect(json.code).toBe(code);
    expect(json.msg).toContain(msg);
  });

  test("is refused for a stranger's IP, a stopped app and a used-up quota, each by its code", async () => {
    for (const [change, code] of [
      [{ ip_allowed: false }, 99991401],
      [{ ip_allowed: true, enabled: false }, 99991662],
      [{ enabled: true, quota_left: 1 }, 0],
      [{}, 99991403],
    ] as const) {
      await caller.control("PATCH", "/app", change);
      expect((await caller.get("/bot/v3/info")).json.code).toBe(code);
    }
    await caller.control("PATCH", "/app", { quota_left: null });
  });

  test("takes a header in any letter case", async () => {
    const token = await caller.token();
    expect((await caller.get("/bot/v3/info", { AUTHORIZATION: `bearer ${token}` })).json.code).toBe(0);
  });
});

describe("parameters", () => {
  test.each([
    ["/contact/v3/users/find_by_department", 400, 99992402, "field validation failed"],
    ["/contact/v3/users/find_by_department?department_id=0&page_size=51", 400, 40011, "page size is invalid"],
    ["/contact/v3/departments/0/children?page_size=0", 400, 40011, "page size is invalid"],
    ["/contact/v3/departments/0/children?page_token=abc", 400, 40012, "page token is invalid error"],
    ["/contact/v3/departments/0/children?fetch_child=maybe", 400, 99992402, "field validation failed"],
    ["/contact/v3/departments/0/children?user_id_type=openid", 400, 99992402, "field validation failed"],
    ["/contact/v3/departments/od-nothing", 400, 40015, "department does not exist"],
    ["/contact/v3/departments/od-nothing/children", 400, 40015, "department does not exist"],
    ["/contact/v3/departments/parent", 400, 44102, "department_id is missing"],
    ["/contact/v3/departments/batch", 400, 99992402, "field validation failed"],
    ["/contact/v3/users/ou_nobody", 400, 41012, "user id invalid"],
    ["/contact/v3/scopes?page_size=101", 400, 40011, "page size is invalid"],
    ["/ehr/v1/employees?page_size=101", 400, 1241002, "param is invalid"],
    ["/application/v6/applications/me", 400, 99992402, "field validation failed"],
    ["/application/v6/applications/xyz?lang=zh_cn", 400, 210503, "app_id is invalid"],
    ["/application/v6/applications/cli_00000000000000ff?lang=zh_cn", 400, 210504, "the app is not in this tenant"],
    ["/application/v6/applications/me/contacts_range_configuration?page_token=x", 400, 210500, "page token expired"],
  ])("GET %s → HTTP %i, code %i", async (path, status, code, msg) => {
    const answer = await caller.get(path);
    expect([answer.status, answer.json.code, answer.json.msg]).toEqual([status, code, msg]);
    expect(answer.json.error.log_id).toBe(answer.headers.get("x-tt-logid"));
    expect(answer.headers.get("x-request-id")).not.toBeNull();
  });

  test("name the violated field, its value and what is allowed", async () => {
    const { json } = await caller.get("/contact/v3/scopes?user_id_type=openid");
    expect(json.error.field_violations).toEqual([
      { field: "user_id_type", value: "openid", description: expect.stringContaining("open_id") },
    ]);
  });

  test("with more than 50 ids in a batch are refused", async () => {
    const ids = Array.from({ length: 51 }, (_, at) => `user_ids=ou_${at}`).join("&");
    expect((await caller.get(`/contact/v3/users/batch?${ids}`)).json.code).toBe(99992402);
  });

  test("of a departments search with a tenant token are not even looked at: it wants a user token", async () => {
    expect((await caller.post("/contact/v3/departments/search", { query: "x" })).json.code).toBe(99991663);
  });
});

describe("paths", () => {
  test.each([
    ["GET", "/open-apis/contact/v3/nothing"],
    ["POST", "/open-apis/contact/v3/scopes"],
    ["GET", "//open-apis/contact/v3/scopes"],
    ["GET", "/"],
  ])("%s %s → 404 in plain text", async (method, path) => {
    const answer = await caller.bare(method, path);
    expect([answer.status, answer.text]).toEqual([404, "404 page not found"]);
    expect(answer.headers.get("content-type")).toContain("text/plain");
  });
});

describe("a missing scope", () => {
  test("is told in the platform's exact shape, with link and names", async () => {
    await caller.control("PATCH", "/scopes", { revoke: ["contact:user.id:readonly"] });
    const { status, json } = await caller.post("/contact/v3/users/batch_get_id", { emails: [] });
    await caller.control("PATCH", "/scopes", { grant: ["contact:user.id:readonly"] });
    const link = "https://open.feishu.cn/app/cli_0123456789abcdef/auth?q=contact:user.id:readonly&op_from=openapi";
    expect(status).toBe(400);
    expect(json.code).toBe(99991672);
    expect(json.msg).toMatch(
      /^Access denied\. One of the following scopes is required: \[contact:user\.id:readonly\]\./,
    );
    expect(json.msg).toContain(`${link}&token_type=tenant`);
    expect(json.error).toMatchObject({
      permission_violations: [{ type: "action_scope_required", subject: "contact:user.id:readonly" }],
      helps: [{ url: link, description: expect.any(String) }],
      message: expect.stringContaining("Refer to the documentation to fix the error"),
      log_id: expect.any(String),
    });
  });

  test("comes before a bad parameter and before the data range", async () => {
    await caller.control("PUT", "/scopes", { granted: [] });
    await caller.control("PUT", "/range", { type: "some" });
    expect((await caller.get("/contact/v3/departments/0/children?page_size=0")).json.code).toBe(99991672);
    await caller.control("PUT", "/scopes", { set: "full" });
    expect((await caller.get("/contact/v3/departments/0/children?page_size=0")).json.code).toBe(40011);
    expect((await caller.get("/contact/v3/departments/0/children")).json.code).toBe(40004);
    await caller.control("PUT", "/range", { type: "all" });
  });

  test("for user_id_type=user_id is the employee_id scope", async () => {
    await caller.control("PATCH", "/scopes", { revoke: ["contact:user.employee_id:readonly"] });
    const { json } = await caller.get("/contact/v3/scopes?user_id_type=user_id");
    await caller.control("PUT", "/scopes", { set: "full" });
    expect(json.error.permission_violations[0].subject).toBe("contact:user.employee_id:readonly");
  });
});

describe("switches", () => {
  test("turn the roster off, forbid recursion and rename the unknown department", async () => {
    await caller.control("PATCH", "/settings", { ehr: false, big_department: 5, unknown_department_code: 99992380 });
    const roster = await caller.get("/ehr/v1/employees");
    expect([roster.status, roster.json.code]).toEqual([400, 1241004]);
    const big = await caller.get("/contact/v3/departments/0/children?fetch_child=true");
    expect([big.status, big.json.code]).toEqual([400, 43010]);
    expect((await caller.get("/contact/v3/departments/0/children")).json.code).toBe(0);
    expect((await caller.get("/contact/v3/users/find_by_department?department_id=od-x")).json.code).toBe(99992380);
    await caller.control("POST", "/reset");
  });

  test("make a second app with open_ids of its own and the same union_ids", async () => {
    const { users } = await readSnapshot(caller);
    const second = { app_id: "cli_00000000000000aa", app_secret: "s2" };
    await caller.control("POST", "/apps", second);
    const token = await caller.token(second.app_id, second.app_secret);
    const path = `/contact/v3/users/${users[5].union_id}?user_id_type=union_id`;
    const { json } = await caller.get(path, { authorization: `Bearer ${token}` });
    expect(json.data.user.union_id).toBe(users[5].union_id);
    expect(json.data.user.open_id).not.toBe(users[5].open_id);
    const crossed = await caller.get(`/contact/v3/users/${json.data.user.open_id}`);
    expect([crossed.status, crossed.json.code, crossed.json.msg]).toEqual([400, 99992361, "open_id cross app"]);
  });
});
