import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readAll, readSnapshot } from "./support/caller.ts";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller({ users: 400, departments: 80 });
});
beforeEach(() => caller.control("POST", "/reset"));
afterAll(() => caller.emulator.close());

const FIND = "/open-apis/contact/v3/users/find_by_department";
const CHILDREN = "/open-apis/contact/v3/departments/*/children";
const people = (id: string) => `/contact/v3/users/find_by_department?department_id=${id}`;
const fault = async (kind: string, more: object = {}) =>
  (await caller.control("POST", "/faults", { kind, path: FIND, ...more })).json;

async function busiestDepartment(): Promise<string> {
  const { departments } = await readSnapshot(caller);
  return departments.toSorted((left, right) => right.direct_members - left.direct_members)[0].open_department_id;
}

describe("a fault", () => {
  test("of HTTP 500 strikes the chosen call and no other", async () => {
    await fault("http_500", { nth: 2 });
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await caller.get(people("0"))).status);
    expect(statuses).toEqual([200, 500, 200]);
    expect((await caller.control("GET", "/faults")).json[0]).toMatchObject({ seen: 3, fired: 1 });
  });

  test("in the middle or last is placed by the calls a full reading makes", async () => {
    const { per_api } = (await caller.control("GET", "/minimum")).json;
    const calls = per_api.find((api: { api: string }) => api.api.endsWith("find_by_department")).calls;
    expect((await fault("http_500", { nth: "middle" })).nth).toBe(Math.ceil(calls / 2));
    expect((await fault("http_500", { nth: "last" })).nth).toBe(calls);
    expect((await fault("http_500", { nth: "last", path: CHILDREN })).nth).toBe(2);
    expect((await fault("expired_page_token", { nth: "last", path: CHILDREN })).nth).toBe(1);
  });

  test("on every call lasts until it is removed", async () => {
    const { id } = await fault("code", { nth: "every", code: 40003 });
    for (let call = 0; call < 3; call += 1) {
      const { status, json } = await caller.get(people("0"));
      expect([status, json.code]).toEqual([200, 40003]);
    }
    await caller.control("DELETE", `/faults/${id}`);
    expect((await caller.get(people("0"))).json.code).toBe(0);
  });

  test("of no answer leaves the client waiting", async () => {
    await fault("timeout");
    const token = await caller.token();
    const waiting = fetch(`${caller.emulator.url}/open-apis${people("0")}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(150),
    });
    await expect(waiting).rejects.toThrow("timeout");
  });

  test.each(["reset", "truncated"])("of kind %s breaks the connection", async (kind) => {
    await fault(kind);
    await expect(caller.get(people("0"))).rejects.toThrow();
  });

  test("of cut JSON arrives whole by its length and cannot be parsed", async () => {
    await fault("cut_json");
    await expect(caller.get(people("0"))).rejects.toThrow(SyntaxError);
  });

  test("of another encoding is not UTF-8", async () => {
    await fault("not_utf8");
    const token = await caller.token();
    const response = await fetch(`${caller.emulator.url}/open-apis${people("0")}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const bytes = await response.arrayBuffer();
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes)).toThrow(TypeError);
  });

  test("of the rate limit carries status, code and both headers", async () => {
    await fault("rate_limited", { reset_seconds: 0.35 });
    const { status, json, headers } = await caller.get(people("0"));
    expect([status, json.code, json.msg]).toEqual([429, 99991400, "request trigger frequency limit"]);
    expect([headers.get("x-ogw-ratelimit-limit"), headers.get("x-ogw-ratelimit-reset")]).toEqual(["50", "0.4"]);
  });

  test("of an expired page token kills that token for good; the list can be begun again", async () => {
    await fault("expired_page_token");
    const department = await busiestDepartment();
    const first = (await caller.get(`${people(department)}&page_size=10`)).json.data;
    const next = `${people(department)}&page_size=10&page_token=${encodeURIComponent(first.page_token)}`;
    for (let call = 0; call < 2; call += 1) {
      const { status, json } = await caller.get(next);
      expect([status, json.code]).toEqual([400, 40012]);
    }
    expect(await readAll(caller, people(department), 10)).not.toHaveLength(0);
  });

  test.each([1, 2])("of an empty page at call %i loses nobody for whoever goes on", async (nth) => {
    const department = await busiestDepartment();
    const whole = await readAll(caller, people(department), 10);
    await fault("empty_page", { nth });
    expect(await readAll(caller, people(department), 10)).toEqual(whole);
    expect((await caller.control("GET", "/statistics")).json.faults_fired).toBe(1);
  });

  test("of a repeated page token hands back the token just sent", async () => {
    await fault("repeated_page_token");
    const department = await busiestDepartment();
    const first = (await caller.get(`${people(department)}&page_size=10`)).json.data;
    const second = await caller.get(
      `${people(department)}&page_size=10&page_token=${encodeURIComponent(first.page_token)}`,
    );
    expect(second.json.data).toMatchObject({ has_more: true, page_token: first.page_token });
  });

  test("of a vanishing department deletes it before the call is answered", async () => {
    await fault("vanish");
    const department = await busiestDepartment();
    const { status, json } = await caller.get(people(department));
    expect([status, json.code]).toEqual([400, 40015]);
    const { users, departments } = await readSnapshot(caller);
    expect(departments.map((item) => item.open_department_id)).not.toContain(department);
    expect(users.filter((user) => user.listed)).toHaveLength(400);
  });

  test("of an invalid token is cured by a new one", async () => {
    await fault("token_invalid");
    expect((await caller.get(people("0"))).json.code).toBe(99991663);
    expect((await caller.get(people("0"))).json.code).toBe(0);
  });

  test("of slowness answers rightly, later", async () => {
    await fault("slow", { delay_ms: 80 });
    const started = performance.now();
    expect((await caller.get(people("0"))).json.code).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(75);
  });

  test("that nobody knows is refused with what is known", async () => {
    const { status, json } = await caller.control("POST", "/faults", { kind: "meteor", path: "/" });
    expect([status, json.error.code]).toEqual([400, "body_invalid"]);
  });
});
