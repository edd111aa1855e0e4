import * as client from "openid-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CookieBrowser, locationOf } from "../support/cookie-browser.ts";
import type { TrueUser } from "../support/feishu-emulator.ts";
import { callApi, runSync } from "../support/stage.ts";
import { type Door, openDoor, signInAs } from "./feishu-door.ts";

/** An application for one department with what is below it, and somebody who is moved out of it in Feishu. */

const REDIRECT = "https://wiki.example/callback";
let door: Door;
let config: client.Configuration;
let person: TrueUser;
let elsewhere: string;

beforeAll(async () => {
  door = await openDoor();
  const { stage, server } = door;
  const place = (name: string, parent: string) =>
    stage.control<{ open_department_id: string }>("POST", "/departments", { name, parent });
  const top = await place("研发部", "0");
  const below = await place("平台组", top.open_department_id);
  elsewhere = (await place("Sales & Marketing", "0")).open_department_id;
  person = await stage.control<TrueUser>("POST", "/users", { name: "沈砚", departments: [below.open_department_id] });
  await runSync(server);
  const departments = await callApi<{ items: { id: string; name: string }[] }>(server, "GET", "/departments?limit=200");
  const id = departments.body.items.find(({ name }) => name === "研发部")?.id ?? "";
  const made = await callApi<{ application: { id: string; client_id: string }; client_secret: string }>(
    server,
    "POST",
    "/applications",
    { name: "Wiki", kind: "web", redirect_uris: [REDIRECT], refresh_tokens: true, claims: ["groups", "department"] },
  );
  const access = { everyone: false, departments: [{ id, subtree: true }] };
  await callApi(server, "PUT", `/applications/${made.body.application.id}/access`, access);
  config = await client.discovery(
    new URL(`${server.url}/oidc`),
    made.body.application.client_id,
    made.body.client_secret,
    client.ClientSecretBasic(made.body.client_secret),
    { execute: [client.allowInsecureRequests] },
  );
}, 60_000);
afterAll(() => door.stage.close());

/** One round of the application: where the browser comes back, and what it has to remember. */
async function ask(browser: CookieBrowser) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const to = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope: "openid offline_access",
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: "s",
  });
  let at = to.href;
  for (let step = 0; step < 6 && at.startsWith(door.server.url); step += 1)
    at = locationOf(await browser.visit(at), at);
  return { back: new URL(at), checks: { pkceCodeVerifier, expectedState: "s" } };
}

it("lets them in below the department, and refuses them and their refresh token once a sync has moved them out", async () => {
  const browser = new CookieBrowser();
  await signInAs(browser, door.server, person.open_id);
  const first = await ask(browser);
  const tokens = await client.authorizationCodeGrant(config, first.back, first.checks);
  expect(tokens.claims()).toMatchObject({ department: "平台组", groups: ["研发部", "研发部/平台组"] });
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
  expect(refreshed.refresh_token).toBeDefined();

  await door.stage.control("PATCH", `/users/${person.open_id}`, { departments: [elsewhere] });
  expect((await runSync(door.server)).status).toBe("succeeded");

  const second = await ask(browser);
  expect(second.back.searchParams.get("error")).toBe("access_denied");
  await expect(client.refreshTokenGrant(config, refreshed.refresh_token ?? "")).rejects.toMatchObject({
    error: "invalid_grant",
  });
  await expect(client.fetchUserInfo(config, refreshed.access_token, tokens.claims()?.sub ?? "")).rejects.toBeInstanceOf(
    Error,
  );
  // The person is still signed in to Larkbridge: only this application is closed to them.
  expect((await browser.send("GET", `${door.server.url}/api/v1/me`)).status).toBe(200);
});
