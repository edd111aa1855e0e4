import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";
import { REDIRECT, readUserInfo, requestToken, takeCode, V2, V3 } from "./support/sign-in.ts";

let caller: Caller;
let user = "";
beforeAll(async () => {
  caller = await openCaller();
});
beforeEach(async () => {
  await caller.control("POST", "/reset");
  await caller.control("PUT", "/redirect-urls", { urls: [REDIRECT] });
  user = (await readSnapshot(caller)).users.find((one) => one.listed && one.email).open_id;
});
afterAll(() => caller.emulator.close());

const EMAIL = "contact:user.email:readonly";
const PHONE = "contact:user.phone:readonly";
const VERIFIER = "emu-code-verifier-0123456789-0123456789-0123456789";
const OTHER = { app_id: "cli_00000000000000aa", app_secret: "s2" };
const advance = (seconds: number) => caller.control("PUT", "/clock", { advance_seconds: seconds });
const exchange = async (fields: Record<string, unknown>, path = V2) => (await requestToken(caller, fields, path)).json;
const refresh = (refresh_token: string, more: object = {}) =>
  exchange({ grant_type: "refresh_token", refresh_token, ...more });
const takeRefreshToken = async () =>
  (await exchange({ code: await takeCode(caller, user, { scope: "offline_access" }) })).refresh_token;

describe("a code", () => {
  test("becomes a token whose scope is the identity and what was granted", async () => {
    const code = await takeCode(caller, user, { scope: EMAIL });
    const answer = await requestToken(caller, { code });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      code: 0,
      access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
      expires_in: 7200,
      token_type: "Bearer",
      scope: `auth:user.id:read ${EMAIL}`,
    });
    expect(answer.json.access_token.length).toBeGreaterThan(1024);
  });

  test("carries what the person granted before as well, but no more than the app still holds", async () => {
    await takeCode(caller, user, { scope: `${EMAIL} ${PHONE} offline_access` });
    await caller.control("PATCH", "/scopes", { revoke: [PHONE] });
    const { scope } = await exchange({ code: await takeCode(caller, user) });
    expect(scope).toBe(`auth:user.id:read ${EMAIL}`);
  });

  test("works once, within five minutes", async () => {
    const code = await takeCode(caller, user);
    const late = await takeCode(caller, user);
    await advance(299);
    expect((await exchange({ code })).code).toBe(0);
    expect((await exchange({ code })).code).toBe(20065);
    await advance(1);
    expect((await exchange({ code: late })).code).toBe(20004);
  });

  test("from inside the client works once, within three minutes, and needs no redirect", async () => {
    const give = async () => (await caller.control("POST", "/client-code", { user })).json.code;
    const [code, late] = [await give(), await give()];
    await advance(179);
    expect((await exchange({ code })).code).toBe(0);
    expect((await exchange({ code })).code).toBe(20065);
    await advance(1);
    expect((await exchange({ code: late })).code).toBe(20004);
  });

  test("with a challenge needs the verifier that fits; without one it takes none", async () => {
    const challenge = { code_challenge: "8raA5vorag36zLC_QCwO9tOwZ7QsgkZ5FbWHu5WDYsE", code_challenge_method: "S256" };
    const code = await takeCode(caller, user, challenge);
    expect((await exchange({ code })).code).toBe(20049);
    expect((await exchange({ code, code_verifier: `${VERIFIER}-` })).code).toBe(20049);
    expect((await exchange({ code, code_verifier: VERIFIER })).code).toBe(0);
    const plain = await takeCode(caller, user, { code_challenge: VERIFIER });
    expect((await exchange({ code: plain, code_verifier: VERIFIER })).code).toBe(0);
    const bare = await takeCode(caller, user);
    expect((await exchange({ code: bare, code_verifier: VERIFIER })).code).toBe(20049);
  });

  test("takes the redirect it was made for or none, and a part of its scopes", async () => {
    const code = await takeCode(caller, user, { scope: `${EMAIL} ${PHONE}` });
    expect((await exchange({ code, redirect_uri: `${REDIRECT}/` })).code).toBe(20071);
    expect((await exchange({ code, scope: `${EMAIL} ${EMAIL}` })).code).toBe(20067);
    expect((await exchange({ code, scope: `${EMAIL} im:message` })).code).toBe(20068);
    expect(await exchange({ code, redirect_uri: REDIRECT, scope: EMAIL })).toMatchObject({ code: 0, scope: EMAIL });
  });
});

describe("a token request is refused", () => {
  test.each<[string, Record<string, unknown>, number, string]>([
    ["without a grant type", { grant_type: undefined }, 20001, "invalid_request"],
    ["of an unknown grant type", { grant_type: "password" }, 20036, "unsupported_grant_type"],
    ["without a client", { client_id: undefined }, 20001, "invalid_request"],
    ["without a secret", { client_secret: undefined }, 20001, "invalid_request"],
    ["of an unknown client", { client_id: "cli_00000000000000ff" }, 20048, "invalid_client"],
    ["with a wrong secret", { client_secret: "wrong" }, 20002, "invalid_client"],
    ["without a code", {}, 20001, "invalid_request"],
    ["with an unknown code", { code: "x".repeat(64) }, 20003, "invalid_grant"],
    ["with a member that is no text", { code: 5 }, 20063, "invalid_request"],
    ["without a refresh token", { grant_type: "refresh_token" }, 20001, "invalid_request"],
    ["with an invented refresh token", { grant_type: "refresh_token", refresh_token: "eyJ" }, 20026, "invalid_grant"],
  ])("%s: %o → %i %s, by v2 and v3 alike", async (_, fields, code, error) => {
    for (const path of [V2, V3]) {
      const answer = await requestToken(caller, fields, path);
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({ error, error_description: expect.any(String), code });
    }
  });

  test.each(["{", "[]", "null"])("with the body %s: 20063", async (body) => {
    expect((await caller.bare("POST", V2, {}, body)).json.code).toBe(20063);
  });

  test("for a code or refresh token of another app: 20024", async () => {
    await caller.control("POST", "/apps", OTHER);
    const client = { client_id: OTHER.app_id, client_secret: OTHER.app_secret };
    expect((await exchange({ code: await takeCode(caller, user), ...client })).code).toBe(20024);
    expect((await refresh(await takeRefreshToken(), client)).code).toBe(20024);
  });

  test("for an app that is not enabled: 20069", async () => {
    const code = await takeCode(caller, user);
    await caller.control("PATCH", "/app", { enabled: false });
    expect((await exchange({ code })).code).toBe(20069);
  });

  test.each([
    ["resign", 20066, 20021],
    ["freeze", 20066, 20022],
    ["exit", 20008, 20008],
  ])("for somebody after %s: %i, and their token reads %i", async (action, tokenCode, infoCode) => {
    const refreshToken = await takeRefreshToken();
    const { access_token } = await exchange({ code: await takeCode(caller, user) });
    const code = await takeCode(caller, user);
    await caller.control("POST", `/users/${user}/${action}`);
    expect((await exchange({ code })).code).toBe(tokenCode);
    expect((await refresh(refreshToken)).code).toBe(tokenCode);
    const info = await readUserInfo(caller, access_token);
    expect([info.status, info.json.code]).toEqual([200, infoCode]);
  });

  test("for somebody who was invited and never came: 20066", async () => {
    await caller.control("POST", "/reset", { users: 60, unactivated: 30, seed: 2 });
    await caller.control("PUT", "/redirect-urls", { urls: [REDIRECT] });
    const { users } = await readSnapshot(caller);
    const guest = users.find((one) => one.listed && !one.status.is_activated && !one.status.is_unjoin);
    const code = await takeCode(caller, guest.open_id);
    expect((await exchange({ code })).code).toBe(20066);
    await caller.control("POST", `/users/${guest.open_id}/activate`);
    expect((await exchange({ code })).code).toBe(0);
  });

  test("for somebody who may not use the app: 20010, until they may", async () => {
    const code = await takeCode(caller, user);
    await caller.control("PUT", "/availability", { type: "some", user_ids: [] });
    expect((await exchange({ code })).code).toBe(20010);
    const { json } = await caller.control("PUT", "/availability", { type: "some", user_ids: [user] });
    expect(json).toEqual({ type: "some", user_ids: [user] });
    expect((await exchange({ code })).code).toBe(0);
  });
});

describe("a client proves itself", () => {
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`,
  });
  const form = { "content-type": "application/x-www-form-urlencoded" };

  test("to v3 by a form, and by HTTP Basic, but not by both ways at once", async () => {
    const { appId, appSecret } = caller.emulator;
    const fields = { grant_type: "authorization_code", code: await takeCode(caller, user) };
    const send = async (more: object, headers: Record<string, string>) =>
      (await caller.bare("POST", V3, { ...form, ...headers }, String(new URLSearchParams({ ...fields, ...more }))))
        .json;
    expect((await send({ client_id: appId, client_secret: appSecret }, basic(appId, appSecret))).code).toBe(20070);
    expect((await send({}, basic(appId, "wrong"))).code).toBe(20002);
    expect((await send({}, { authorization: "Basic bm8tY29sb24=" })).code).toBe(20063);
    expect((await send({ client_id: appId }, basic(appId, appSecret))).code).toBe(0);
    const again = { code: await takeCode(caller, user), client_id: appId, client_secret: appSecret };
    expect((await send(again, {})).code).toBe(0);
  });

  test("to v2 by JSON only, and to v3 with every member once", async () => {
    expect((await caller.bare("POST", V2, form, "grant_type=authorization_code")).json.code).toBe(20063);
    expect((await caller.bare("POST", V3, form, "grant_type=a&grant_type=b")).json.code).toBe(20063);
  });
});

describe("a refresh token", () => {
  test("comes only where offline_access was asked for this time and the app may refresh", async () => {
    expect(await takeRefreshToken()).toMatch(/^eyJ/);
    expect(await exchange({ code: await takeCode(caller, user) })).not.toHaveProperty("refresh_token");
    const code = await takeCode(caller, user, { scope: `offline_access ${EMAIL}` });
    expect(await exchange({ code, scope: EMAIL })).not.toHaveProperty("refresh_token");
    const token = await takeRefreshToken();
    await caller.control("PATCH", "/app", { refresh_enabled: false });
    expect(await takeRefreshToken()).toBeUndefined();
    expect((await refresh(token)).code).toBe(20074);
  });

  test("works once for seven days and is replaced; the access token before stays good for its own time", async () => {
    const code = await takeCode(caller, user, { scope: "offline_access" });
    const first = await exchange({ code });
    expect(first.refresh_token_expires_in).toBe(604_800);
    const second = await refresh(first.refresh_token);
    expect(second).toMatchObject({ code: 0, expires_in: 7200, scope: first.scope });
    expect((await readUserInfo(caller, first.access_token)).json.code).toBe(0);
    expect((await refresh(first.refresh_token)).code).toBe(20073);
    await advance(604_800);
    expect((await refresh(second.refresh_token)).code).toBe(20037);
  });

  test("narrows the scope for one token and not for the next", async () => {
    const code = await takeCode(caller, user, { scope: `${EMAIL} offline_access` });
    const { refresh_token } = await exchange({ code });
    const narrow = await refresh(refresh_token, { scope: EMAIL });
    expect(narrow.scope).toBe(EMAIL);
    expect((await refresh(narrow.refresh_token)).scope).toContain("offline_access");
  });

  test("ends a year after the authorization, however often it was replaced", async () => {
    let token = await takeRefreshToken();
    for (let week = 0; week < 60; week += 1) {
      await advance(6.1 * 86_400);
      const answer = await refresh(token);
      if (answer.code !== 0) {
        expect([week, answer.code]).toEqual([59, 20037]);
        return;
      }
      token = answer.refresh_token;
    }
    expect.unreachable("the chain never ended");
  });

  test("is revoked with every other token", async () => {
    const code = await takeCode(caller, user, { scope: "offline_access" });
    const { refresh_token, access_token } = await exchange({ code });
    await caller.control("POST", "/tokens/revoke");
    expect((await refresh(refresh_token)).code).toBe(20064);
    expect((await readUserInfo(caller, access_token)).json.code).toBe(20005);
  });
});
