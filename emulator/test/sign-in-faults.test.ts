import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";
import { REDIRECT, readUserInfo, requestToken, takeCode, USER_INFO, V2, V3 } from "./support/sign-in.ts";

let caller: Caller;
let user = "";
beforeAll(async () => {
  caller = await openCaller({ now: () => Date.parse("2026-01-01T00:00:00Z") });
});
beforeEach(async () => {
  await caller.control("POST", "/reset");
  await caller.control("PUT", "/redirect-urls", { urls: [REDIRECT] });
  user = (await readSnapshot(caller)).users[3].open_id;
});
afterAll(() => caller.emulator.close());

test.each([V2, V3])("faults strike %s like any other path, and a struck code is not used up", async (path) => {
  const code = await takeCode(caller, user);
  const fault = (kind: string, more: object = {}) => caller.control("POST", "/faults", { kind, path, ...more });
  await fault("http_500", { status: 503, code: 20072 });
  const broken = await requestToken(caller, { code }, path);
  expect([broken.status, broken.json.code]).toEqual([503, 20072]);
  await fault("code", { code: 20050 });
  expect((await requestToken(caller, { code }, path)).json.code).toBe(20050);
  await fault("reset");
  await expect(requestToken(caller, { code }, path)).rejects.toThrow();
  await fault("timeout");
  const { appId, appSecret, url } = caller.emulator;
  const body = JSON.stringify({
    grant_type: "authorization_code",
    client_id: appId,
    client_secret: appSecret,
    code,
  });
  const waiting = fetch(`${url}${path}`, { method: "POST", body, signal: AbortSignal.timeout(150) });
  await expect(waiting).rejects.toThrow("timeout");
  expect((await requestToken(caller, { code }, path)).json.code).toBe(0);
});

test("an answer cut on its way has used its code up", async () => {
  const code = await takeCode(caller, user);
  await caller.control("POST", "/faults", { kind: "cut_json", path: V2 });
  await expect(requestToken(caller, { code })).rejects.toThrow("JSON");
  expect((await requestToken(caller, { code })).json.code).toBe(20065);
});

test("fifty calls a second of each endpoint get through, and all of them are counted", async () => {
  await caller.control("PUT", "/rate-limit", { enabled: true });
  const { access_token } = (await requestToken(caller, { code: await takeCode(caller, user) })).json;
  const limits: [string, () => Promise<{ status: number }>, number][] = [
    [`POST ${V2}`, () => requestToken(caller, { code: "x" }), 49],
    [`POST ${V3}`, () => requestToken(caller, { code: "x" }, V3), 50],
    [`GET ${USER_INFO}`, () => readUserInfo(caller, access_token), 50],
  ];
  for (const [, call, free] of limits) {
    for (let made = 0; made < free; made += 1) expect((await call()).status).not.toBe(429);
    expect((await call()).status).toBe(429);
  }
  const { per_api } = (await caller.control("GET", "/statistics")).json;
  expect(limits.map(([api]) => [per_api[api].calls, per_api[api].rate_limited])).toEqual([
    [51, 1],
    [51, 1],
    [51, 1],
  ]);
  expect(per_api[`POST ${V2}`].failed).toBe(50);
});

test.each([
  ["PUT", "/redirect-urls", { urls: ["/callback"] }, "body_invalid"],
  ["PUT", "/redirect-urls", { urls: ["javascript:alert(1)"] }, "body_invalid"],
  ["PUT", "/availability", { type: "some", user_ids: ["nobody"] }, "user_unknown"],
  ["PUT", "/client-person", { user: "nobody" }, "user_unknown"],
  ["POST", "/authorize", { user: "nobody", redirect_uri: REDIRECT }, "user_unknown"],
  ["POST", "/authorize", { user: "u000001", redirect_uri: "http://other.example/" }, "feishu_20029"],
  ["POST", "/authorize", { user: "u000001", redirect_uri: REDIRECT, scope: "im:message" }, "feishu_20027"],
  ["POST", "/client-code", { user: "u000001", client_id: "cli_x" }, "feishu_20048"],
])("%s %s with %j is refused as %s", async (method, path, body, code) => {
  const { status, json } = await caller.control(method, path, body);
  expect([status >= 400, json.error.code]).toEqual([true, code]);
});

test("what the control API was told of an app, it tells, and the platform's description of the app with it", async () => {
  expect((await caller.control("GET", "/redirect-urls")).json).toEqual({ urls: [REDIRECT] });
  expect((await caller.control("GET", "/availability")).json).toEqual({ type: "all", user_ids: [] });
  expect((await caller.control("GET", "/client-person")).json).toEqual({ user: null });
  expect((await caller.control("PATCH", "/app", {})).json.refresh_enabled).toBe(true);
  const { app } = (await caller.get("/application/v6/applications/me?lang=zh_cn")).json.data;
  expect(app.redirect_urls).toEqual([REDIRECT]);
});
