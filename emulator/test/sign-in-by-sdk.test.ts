import * as lark from "@larksuiteoapi/node-sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";
import { makeSdkClient } from "./support/sdk-client.ts";
import { REDIRECT, takeCode } from "./support/sign-in.ts";

let caller: Caller;
let client: lark.Client;
// biome-ignore lint/suspicious/noExplicitAny: a line of the snapshot
let person: any;
beforeAll(async () => {
  caller = await openCaller();
  client = makeSdkClient(caller.emulator);
  await caller.control("PUT", "/redirect-urls", { urls: [REDIRECT] });
  person = (await readSnapshot(caller)).users.find((user) => user.email);
});
afterAll(() => caller.emulator.close());

const SCOPE = "contact:user.email:readonly offline_access";

test("the official SDK exchanges a code with PKCE, reads who it is, and refreshes", async () => {
  const challenge = { code_challenge: "8raA5vorag36zLC_QCwO9tOwZ7QsgkZ5FbWHu5WDYsE", code_challenge_method: "S256" };
  const code = await takeCode(caller, person.open_id, { scope: SCOPE, ...challenge });
  const codeVerifier = "emu-code-verifier-0123456789-0123456789-0123456789";
  const first = await client.accessToken.retrieveByAuthorizationCode({ code, redirectUri: REDIRECT, codeVerifier });
  expect(first).toMatchObject({ tokenType: "Bearer", expiresIn: 7200, refreshTokenExpiresIn: 604_800 });
  const info = await client.authen.v1.userInfo.get({}, lark.withUserAccessToken(first.accessToken));
  expect(info.data).toMatchObject({ open_id: person.open_id, email: person.email });
  const second = await client.accessToken.refresh({ refreshToken: first.refreshToken ?? "" });
  const again = await client.authen.v1.userInfo.get({}, lark.withUserAccessToken(second.accessToken));
  expect(again.data?.union_id).toBe(person.union_id);
});

test("the official SDK tells the platform's code when a code was used before", async () => {
  const code = await takeCode(caller, person.open_id);
  await client.accessToken.retrieveByAuthorizationCode({ code, redirectUri: REDIRECT });
  const again = client.accessToken.retrieveByAuthorizationCode({ code, redirectUri: REDIRECT });
  await expect(again).rejects.toMatchObject({ code: 20065, error: "invalid_grant" });
});

test("the official SDK's older calls work with an app token, and their refresh tokens with no newer call", async () => {
  const code = await takeCode(caller, person.open_id);
  const data = { grant_type: "authorization_code", code };
  const first = await client.authen.v1.oidcAccessToken.create({ data });
  expect(first).toMatchObject({ code: 0, data: { token_type: "Bearer", refresh_expires_in: 2_592_000 } });
  expect(await client.authen.v1.oidcAccessToken.create({ data })).toMatchObject({ code: 20065 });
  const refresh_token = first.data?.refresh_token ?? "";
  const newer = client.accessToken.refresh({ refreshToken: refresh_token });
  await expect(newer).rejects.toMatchObject({ code: 20026 });
  const second = await client.authen.v1.oidcRefreshAccessToken.create({
    data: { grant_type: "refresh_token", refresh_token },
  });
  const token = second.data?.access_token ?? "";
  expect(token).toMatch(/^u-/);
  const info = await client.authen.v1.userInfo.get({}, lark.withUserAccessToken(token));
  expect(info.data?.open_id).toBe(person.open_id);
});

test("the older exchange refuses other grants and callers without an app's token, with HTTP 200", async () => {
  const path = "/open-apis/authen/v1/oidc/access_token";
  const bare = await caller.bare("POST", path, {}, { grant_type: "authorization_code", code: "x" });
  expect([bare.status, bare.json.code]).toEqual([200, 20014]);
  expect((await caller.post("/authen/v1/oidc/access_token", { grant_type: "refresh_token" })).json.code).toBe(20036);
  expect((await caller.post("/authen/v1/oidc/access_token", {})).json.code).toBe(20001);
  const authorization = `Bearer ${await caller.token()}`;
  await caller.control("PATCH", "/app", { enabled: false });
  expect((await caller.bare("POST", path, { authorization }, {})).json.code).toBe(20069);
});
