import type { Answer, Caller } from "./caller.ts";

/** What tests of sign-in say over and over. */

export const REDIRECT = "http://localhost:8080/callback";
export const AUTHORIZE = "/open-apis/authen/v1/authorize";
export const V2 = "/open-apis/authen/v2/oauth/token";
export const V3 = "/oauth/v3/token";
export const USER_INFO = "/open-apis/authen/v1/user_info";

/** The authorize page's address for the first app, with changes; an undefined member is left out. */
export function authorizePath(caller: Caller, change: Record<string, string | undefined> = {}): string {
  const params = {
    client_id: caller.emulator.appId,
    response_type: "code",
    redirect_uri: REDIRECT,
    state: "s-1",
    ...change,
  };
  const given = Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `${AUTHORIZE}?${new URLSearchParams(given)}`;
}

/** A code for the redirect URL of these tests. */
export async function takeCode(caller: Caller, user: string, more: object = {}): Promise<string> {
  const { json } = await caller.control("POST", "/authorize", { user, redirect_uri: REDIRECT, ...more });
  return json.code;
}

/** A call of a token endpoint with the first app's credentials; an undefined member is left out. */
export function requestToken(caller: Caller, fields: Record<string, unknown>, path = V2): Promise<Answer> {
  const { appId, appSecret } = caller.emulator;
  const body = { grant_type: "authorization_code", client_id: appId, client_secret: appSecret, ...fields };
  return caller.bare("POST", path, {}, body);
}

export async function readUserInfo(caller: Caller, token: string): Promise<Answer> {
  return caller.bare("GET", USER_INFO, { authorization: `Bearer ${token}` });
}
