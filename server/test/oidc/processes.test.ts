import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ask, discover, failureOf, signedIn, signInTo } from "../support/oidc-client.ts";
import { type OidcStage, openOidcStage } from "../support/oidc-stage.ts";

let stage: OidcStage;
let other: Awaited<ReturnType<OidcStage["addProcess"]>>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  stage = await openOidcStage();
  other = await stage.addProcess();
  await stage.addUser("shen.yan");
});
afterAll(async () => {
  vi.useRealTimers();
  await stage.close();
});

const DAY_MS = 24 * 60 * 60_000;
const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const readKeys = async (url: string): Promise<string[]> =>
  ((await (await fetch(`${url}/oidc/jwks`)).json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
const rotate = (token = "admin") =>
  fetch(`${stage.firstUrl}/api/v1/openid-provider/signing-keys`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
const kidOf = (idToken: string | undefined) => decodeProtectedHeader(idToken ?? "").kid;

describe("two processes on one database", () => {
  it("are one provider: asked here, signed in there, exchanged here, told there", async () => {
    const config = await discover(stage, await stage.addApplication());
    const browser = await signedIn(stage, "shen.yan", other.url);
    const { url, checks } = await ask(config);
    const tokens = await client.authorizationCodeGrant(config, (await browser.open(url)).url, checks);
    const info = await fetch(`${other.url}/oidc/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(await info.json()).toMatchObject({ preferred_username: "shen.yan" });
    expect(await readKeys(other.url)).toEqual(await readKeys(stage.firstUrl));
  });

  it("make one set of keys, though both begin at once", async () => {
    const fresh = await openOidcStage();
    const second = await fresh.addProcess();
    const [here, there] = await Promise.all([readKeys(fresh.firstUrl), readKeys(second.url)]);
    expect(here).toEqual(there);
    expect(here).toHaveLength(2);
    await fresh.close();
  });
});

describe("signing keys", () => {
  it("turn when an operator says so: the next one signs, and what the one before signed stays provable", async () => {
    const config = await discover(stage, await stage.addApplication());
    const browser = await signedIn(stage, "shen.yan");
    const before = await signInTo(config, browser);
    const [signing, next] = await readKeys(stage.firstUrl);
    expect(kidOf(before.id_token)).toBe(signing);
    expect((await rotate("nobody")).status).toBe(401);
    const answer = (await (await rotate()).json()) as { issuer: string; signing_keys: { id: string; state: string }[] };
    expect(answer.issuer).toBe(stage.issuer());
    expect(answer.signing_keys.map(({ id, state }) => [id, state])).toEqual([
      [next, "signing"],
      [expect.any(String), "next"],
      [signing, "retired"],
    ]);
    const after = await signInTo(config, browser);
    expect(kidOf(after.id_token)).toBe(next);
    const keys = createRemoteJWKSet(new URL(`${stage.issuer()}/jwks`));
    for (const { id_token = "" } of [before, after]) expect((await jwtVerify(id_token, keys)).payload.sub).toBeTruthy();
    // A logout may still be asked for with it.
    const page = await browser.open(client.buildEndSessionUrl(config, { id_token_hint: before.id_token ?? "" }));
    expect(page.html).toContain("You are signed out");
    const { rows } = await stage.database.pool.query("select action from audit_record where object_id = $1", [next]);
    expect(rows).toEqual([{ action: "signing_keys.rotated" }]);
  });

  it("turned in one process sign in the other a second later", async () => {
    later(1000);
    const before = await readKeys(other.url);
    await rotate();
    expect(await readKeys(other.url)).toEqual(before);
    later(1000);
    expect(await readKeys(other.url)).toEqual(await readKeys(stage.firstUrl));
    expect((await readKeys(other.url))[0]).toBe(before[1]);
  });

  it("turn by themselves after 90 days, and go 8 days later", async () => {
    const [signing, next] = await readKeys(stage.firstUrl);
    later(89 * DAY_MS);
    await stage.oidc.tick();
    later(1000);
    expect((await readKeys(stage.firstUrl))[0]).toBe(signing);
    later(DAY_MS);
    await stage.oidc.tick();
    expect((await readKeys(stage.firstUrl))[0]).toBe(next);
    expect(await readKeys(stage.firstUrl)).toContain(signing);
    later(8 * DAY_MS + 1000);
    await stage.oidc.tick();
    expect(await readKeys(stage.firstUrl)).not.toContain(signing);
  });

  it("are sealed in the database, and never shown", async () => {
    const { rows } = await stage.database.pool.query<{ private_jwk: string; public_jwk: object }>(
      "select private_jwk, public_jwk from signing_key",
    );
    for (const row of rows) {
      expect(row.private_jwk).toMatch(/^lb1:/);
      expect(Object.keys(row.public_jwk).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    }
    const published = (await (await fetch(`${stage.firstUrl}/oidc/jwks`)).json()) as { keys: object[] };
    for (const key of published.keys) expect(Object.keys(key).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });
});

describe("the public address", () => {
  it("may change while the server runs; over https cookies are bound to it", async () => {
    const moved = await openOidcStage({ publicUrl: "https://id.example.com" });
    const at = (path: string) => fetch(`${moved.firstUrl}/oidc${path}`, { redirect: "manual" });
    const metadata = (await (await at("/.well-known/openid-configuration")).json()) as Record<string, string>;
    expect(metadata["issuer"]).toBe("https://id.example.com/oidc");
    for (const [name, value] of Object.entries(metadata))
      if (/_endpoint$|_uri$/.test(name)) expect(value).toMatch(/^https:\/\/id\.example\.com\/oidc\//);
    const { clientId } = await moved.addApplication();
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: "code",
      scope: "openid",
      redirect_uri: "https://app.example.com/callback",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    });
    const answer = await at(`/authorize?${query}`);
    const cookies = answer.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__(Host|Secure)-/);
      expect(cookie).toMatch(/; secure/i);
      expect(cookie).toMatch(/; httponly/i);
      expect(cookie).toMatch(/; samesite=lax/i);
    }
    moved.setPublicUrl("https://sso.example.com");
    const after = (await (await at("/.well-known/openid-configuration")).json()) as Record<string, string>;
    expect(after["issuer"]).toBe("https://sso.example.com/oidc");
    await moved.close();
  });
});

it("a token made for nobody is refused in one word", async () => {
  const config = await discover(stage, await stage.addApplication());
  expect(await failureOf(client.fetchUserInfo(config, "nothing", client.skipSubjectCheck))).toBe("invalid_token");
});
