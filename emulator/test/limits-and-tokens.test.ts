import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readAll, readSnapshot } from "./support/caller.ts";

let now = 0;
let caller: Caller;
beforeEach(async () => {
  now = Date.parse("2026-01-01T00:00:00Z");
  caller = await openCaller({ rateLimit: true, now: () => now });
});
afterEach(() => caller.emulator.close());

const SCOPES = "/contact/v3/scopes";

async function callMany(count: number, path: string, authorization: string) {
  const statuses = [];
  for (let call = 0; call < count; call += 1) statuses.push((await caller.get(path, { authorization })).status);
  return statuses;
}

describe("rate limits", () => {
  test("let 50 calls of an API through in any second, and another API's calls beside them", async () => {
    const authorization = `Bearer ${await caller.token()}`;
    expect(new Set(await callMany(50, SCOPES, authorization))).toEqual(new Set([200]));
    const refused = await caller.get(SCOPES, { authorization });
    expect([refused.status, refused.json.code]).toEqual([429, 99991400]);
    expect(refused.headers.get("x-ogw-ratelimit-limit")).toBe("50");
    expect(refused.headers.get("x-ogw-ratelimit-reset")).toBe("1");
    expect((await caller.get("/contact/v3/custom_attrs", { authorization })).status).toBe(200);
    now += 999;
    const still = await caller.get(SCOPES, { authorization });
    expect([still.status, still.headers.get("x-ogw-ratelimit-reset")]).toEqual([429, "0.1"]);
    now += 1;
    expect((await caller.get(SCOPES, { authorization })).status).toBe(200);
    expect((await caller.control("GET", "/statistics")).json.rate_limited).toBe(2);
  });

  test("let 1,000 calls through in any minute", async () => {
    const authorization = `Bearer ${await caller.token()}`;
    for (let second = 0; second < 20; second += 1) {
      expect(new Set(await callMany(50, SCOPES, authorization))).toEqual(new Set([200]));
      now += 1000;
    }
    const refused = await caller.get(SCOPES, { authorization });
    expect(refused.headers.get("x-ogw-ratelimit-limit")).toBe("1000");
    expect(refused.headers.get("x-ogw-ratelimit-reset")).toBe("40");
    now += 40_000;
    expect((await caller.get(SCOPES, { authorization })).status).toBe(200);
  });

  test("of slower tiers hold as well: 100 a minute for the roster, 5 a second for basic_batch", async () => {
    const authorization = `Bearer ${await caller.token()}`;
    expect((await callMany(101, "/ehr/v1/employees?page_size=1", authorization)).at(-1)).toBe(429);
    const statuses = [];
    for (let call = 0; call < 6; call += 1) {
      statuses.push((await caller.post("/contact/v3/users/basic_batch", { user_ids: ["ou_x"] })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test("come before a missing scope, answer 400 on old APIs when told to, and can be switched off", async () => {
    const authorization = `Bearer ${await caller.token()}`;
    await caller.control("PUT", "/scopes", { granted: [] });
    expect(new Set(await callMany(50, SCOPES, authorization))).toEqual(new Set([400]));
    expect((await caller.get(SCOPES, { authorization })).json.code).toBe(99991400);
    await caller.control("PUT", "/rate-limit", { old_api_status: 400 });
    const old = await callMany(51, "/bot/v3/info", authorization);
    expect(old.at(-1)).toBe(400);
    await caller.control("PUT", "/rate-limit", { enabled: false });
    expect((await caller.get(SCOPES, { authorization })).json.code).toBe(99991672);
  });
});

describe("tokens", () => {
  test("stay the same while half an hour is left, then a fresh one comes and both are valid", async () => {
    const issue = async () =>
      (
        await caller.bare(
          "POST",
          "/open-apis/auth/v3/tenant_access_token/internal",
          {},
          {
            app_id: caller.emulator.appId,
            app_secret: caller.emulator.appSecret,
          },
        )
      ).json;
    const works = async (token: string) => (await caller.get(SCOPES, { authorization: `Bearer ${token}` })).json.code;
    const first = await issue();
    now += 5400_000;
    expect(await issue()).toEqual({ ...first, expire: 1800 });
    now += 1000;
    const second = await issue();
    expect([second.tenant_access_token === first.tenant_access_token, second.expire]).toEqual([false, 7200]);
    expect([await works(first.tenant_access_token), await works(second.tenant_access_token)]).toEqual([0, 0]);
    now += 1799_000;
    expect([await works(first.tenant_access_token), await works(second.tenant_access_token)]).toEqual([99991663, 0]);
    await caller.control("POST", "/tokens/revoke");
    expect(await works(second.tenant_access_token)).toBe(99991663);
  });

  test("live as long as the setting says, on a clock the control API can move", async () => {
    await caller.control("PATCH", "/settings", { token_seconds: 60 });
    const authorization = `Bearer ${await caller.token()}`;
    await caller.control("PUT", "/clock", { advance_seconds: 59 });
    expect((await caller.get(SCOPES, { authorization })).json.code).toBe(0);
    await caller.control("PUT", "/clock", { advance_seconds: 1 });
    expect((await caller.get(SCOPES, { authorization })).json.code).toBe(99991663);
  });
});

describe("page tokens", () => {
  const list = "/contact/v3/departments/0/children?page_size=1";

  test("need encoding, belong to one query of one app, and expire", async () => {
    const { page_token } = (await caller.get(list)).json.data;
    expect(page_token).toMatch(/^(?=.*\+)(?=.*\/)(?=.*=)/);
    const encoded = encodeURIComponent(page_token);
    expect((await caller.get(`${list}&page_token=${encoded}`)).json.code).toBe(0);
    expect((await caller.get(`${list}&page_token=${page_token}`)).json.code).toBe(40012);
    expect((await caller.get(`${list}&fetch_child=true&page_token=${encoded}`)).json.code).toBe(40012);
    const second = { app_id: "cli_00000000000000aa", app_secret: "s2" };
    await caller.control("POST", "/apps", second);
    const authorization = `Bearer ${await caller.token(second.app_id, second.app_secret)}`;
    expect((await caller.get(`${list}&page_token=${encoded}`, { authorization })).json.code).toBe(40012);
    now += 7200_000;
    expect((await caller.get(`${list}&page_token=${encoded}`)).json.code).toBe(40012);
  });

  test.each([false, true])(
    "lose nobody else when somebody leaves between two pages (scrambled: %s)",
    async (shuffle) => {
      await caller.control("PATCH", "/settings", { shuffle });
      await caller.control("PUT", "/rate-limit", { enabled: false });
      const { departments } = await readSnapshot(caller);
      const [big] = departments.toSorted((left, right) => right.direct_members - left.direct_members);
      const path = `/contact/v3/users/find_by_department?department_id=${big.open_department_id}`;
      const idsOf = (items: { open_id: string }[]) => items.map((item) => item.open_id);
      const whole = idsOf(await readAll(caller, path, 50));
      const first = (await caller.get(`${path}&page_size=5`)).json.data;
      await caller.control("POST", `/users/${first.items[1].open_id}/resign`);
      await caller.control("POST", `/users/${first.items[4].open_id}/resign`);
      const rest = await caller.get(`${path}&page_size=50&page_token=${encodeURIComponent(first.page_token)}`);
      expect([...idsOf(first.items), ...idsOf(rest.json.data.items)]).toEqual(whole);
    },
  );
});
