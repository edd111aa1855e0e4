import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ask, discover, failureOf, refusalOf, signedIn } from "../support/oidc-client.ts";
import { CALLBACK, type OidcStage, openOidcStage, type StagedApplication } from "../support/oidc-stage.ts";
import type { TestBrowser } from "../support/test-browser.ts";

let stage: OidcStage;
let userId: string;
let browser: TestBrowser;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  stage = await openOidcStage();
  userId = await stage.addUser("shen.yan");
  browser = await signedIn(stage, "shen.yan");
});
afterAll(async () => {
  vi.useRealTimers();
  await stage.close();
});

/** A code on its way to an application, with what only the application knows. */
async function takeCode(application: StagedApplication) {
  const config = await discover(stage, application);
  const { url, checks } = await ask(config);
  const { url: back } = await browser.open(url);
  return { config, checks, back, code: back.searchParams.get("code") ?? "" };
}

/** Exchanges a code by hand, as an attacker would. */
async function exchange(application: Pick<StagedApplication, "clientId" | "secret">, body: Record<string, string>) {
  const answer = await fetch(`${stage.issuer()}/token`, {
    method: "POST",
    headers:
      application.secret === ""
        ? {}
        : { authorization: `Basic ${btoa(`${application.clientId}:${application.secret}`)}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      redirect_uri: CALLBACK,
      ...(application.secret === "" ? { client_id: application.clientId } : {}),
      ...body,
    }),
  });
  const told = (await answer.json()) as { error?: string; access_token?: string };
  return { status: answer.status, ...told };
}

describe("a code", () => {
  it("that is used twice is refused, and what it gave is dead", async () => {
    const application = await stage.addApplication();
    const { config, checks, back } = await takeCode(application);
    const tokens = await client.authorizationCodeGrant(config, back, checks);
    expect(await failureOf(client.authorizationCodeGrant(config, back, checks))).toBe("invalid_grant");
    expect(await failureOf(client.fetchUserInfo(config, tokens.access_token, userId))).toBe("invalid_token");
    expect(await failureOf(client.refreshTokenGrant(config, tokens.refresh_token ?? ""))).toBe("invalid_grant");
    // The person is not in the way of it: the next sign-in works.
    expect((await browser.open((await ask(config)).url)).url.searchParams.has("code")).toBe(true);
  });

  it("that is used by many at once gives tokens that live to one of them at most", async () => {
    const application = await stage.addApplication();
    const { config, checks, code } = await takeCode(application);
    const body = { code, code_verifier: checks.pkceCodeVerifier };
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(application, body)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given.length).toBeLessThanOrEqual(1);
    for (const { access_token = "" } of given)
      expect(await failureOf(client.fetchUserInfo(config, access_token, userId))).toBe("invalid_token");
  });

  it("is worth nothing with another verifier, or with none", async () => {
    const application = await stage.addApplication();
    const { code } = await takeCode(application);
    expect(await exchange(application, { code, code_verifier: client.randomPKCECodeVerifier() })).toMatchObject({
      status: 400,
      error: "invalid_grant",
    });
    expect(await exchange(application, { code })).toMatchObject({ status: 400, error: "invalid_grant" });
  });

  it("is worth nothing to another application", async () => {
    const { code, checks } = await takeCode(await stage.addApplication());
    const thief = await stage.addApplication();
    expect(await exchange(thief, { code, code_verifier: checks.pkceCodeVerifier })).toMatchObject({
      status: 400,
      error: "invalid_grant",
    });
  });

  it("is worth nothing with a wrong secret, without one, or under another's name", async () => {
    const application = await stage.addApplication();
    const { code, checks } = await takeCode(application);
    const body = { code, code_verifier: checks.pkceCodeVerifier };
    for (const secret of ["wrong", (await stage.addApplication()).secret, ""])
      expect(await exchange({ ...application, secret }, body)).toMatchObject({ status: 401, error: "invalid_client" });
    expect(await exchange(application, body)).toMatchObject({ status: 200 });
  });

  it("is worth nothing with what the table of applications holds instead of the secret", async () => {
    const application = await stage.addApplication();
    const { rows } = await stage.database.pool.query<{ secret_hash: Buffer }>(
      "select secret_hash from application where client_id = $1",
      [application.clientId],
    );
    const secret = rows[0]?.secret_hash.toString("base64url") ?? "";
    expect(await exchange({ ...application, secret }, { code: "x" })).toMatchObject({ error: "invalid_client" });
  });

  it("is worth nothing a minute later", async () => {
    const application = await stage.addApplication();
    const { code, checks } = await takeCode(application);
    vi.setSystemTime(Date.now() + 61_000);
    expect(await exchange(application, { code, code_verifier: checks.pkceCodeVerifier })).toMatchObject({
      status: 400,
      error: "invalid_grant",
    });
  });

  it("is worth nothing at another redirect address", async () => {
    const application = await stage.addApplication({ redirectUris: [CALLBACK, `${CALLBACK}/other`] });
    const { code, checks } = await takeCode(application);
    const body = { code, code_verifier: checks.pkceCodeVerifier, redirect_uri: `${CALLBACK}/other` };
    expect(await exchange(application, body)).toMatchObject({ status: 400, error: "invalid_grant" });
  });

  it("is worth nothing when the person has signed out meanwhile", async () => {
    const application = await stage.addApplication();
    const own = await signedIn(stage, "shen.yan");
    const config = await discover(stage, application);
    const { url, checks } = await ask(config);
    const { url: back } = await own.open(url);
    await own.send("DELETE", "/api/v1/session");
    expect(await failureOf(client.authorizationCodeGrant(config, back, checks))).toBe("invalid_grant");
  });
});

describe("a request", () => {
  it.each([
    "https://evil.example.com/callback",
    `${CALLBACK}/../evil`,
    `${CALLBACK}?to=evil`,
    "https://app.example.com.evil.com/callback",
    "http://app.example.com/callback",
    "javascript:alert(1)",
  ])("that would send people to %s is not answered there", async (redirect_uri) => {
    const config = await discover(stage, await stage.addApplication());
    const { url } = await ask(config, { redirect_uri });
    const page = await browser.open(url);
    expect(page.status).toBe(400);
    expect(page.url.origin).toBe(new URL(stage.issuer()).origin);
    expect(page.html).toContain("invalid_redirect_uri");
  });

  it("without PKCE is refused for an application on people's devices, whatever its settings", async () => {
    const config = await discover(stage, await stage.addApplication({ kind: "public", pkceRequired: false }));
    const { url } = await ask(config);
    url.searchParams.delete("code_challenge");
    url.searchParams.delete("code_challenge_method");
    expect(refusalOf(await browser.open(url))).toBe("invalid_request");
  });

  it.each([
    ["the verifier itself as the challenge", "code_challenge_method", "plain"],
    ["tokens in the address", "response_type", "token id_token"],
  ])("for %s is refused", async (_, name, value) => {
    const config = await discover(stage, await stage.addApplication());
    const { url } = await ask(config, { [name]: value });
    const { url: at } = await browser.open(url);
    expect(`${at.search}${at.hash}`).toMatch(/error=(invalid_request|unsupported_response_type)/);
    expect(`${at.search}${at.hash}`).not.toMatch(/code=|token=/);
  });

  it("of an application that is switched off is refused, and so is what it holds", async () => {
    const application = await stage.addApplication();
    const { config, checks, back } = await takeCode(application);
    const tokens = await client.authorizationCodeGrant(config, back, checks);
    await stage.database.pool.query("update application set enabled = false where client_id = $1", [
      application.clientId,
    ]);
    const page = await browser.open((await ask(config)).url);
    expect([page.status, page.html]).toEqual([400, expect.stringContaining("invalid_client")]);
    expect(await failureOf(client.refreshTokenGrant(config, tokens.refresh_token ?? ""))).toBe("invalid_client");
    expect(await failureOf(client.fetchUserInfo(config, tokens.access_token, userId))).toBe("invalid_token");
  });

  it("is answered in the provider's own name, whatever host it was sent to", async () => {
    const answer = await fetch(`${stage.issuer()}/.well-known/openid-configuration`, {
      headers: {
        "x-forwarded-host": "evil.example.com",
        "x-forwarded-proto": "https",
        forwarded: "host=evil.example.com",
      },
    });
    const text = await answer.text();
    expect(text).not.toContain("evil");
    expect(JSON.parse(text)).toMatchObject({ issuer: stage.issuer(), token_endpoint: `${stage.issuer()}/token` });
  });
});

describe("the tables", () => {
  it("hold no code, token, cookie or claim in the clear, and the log neither", async () => {
    const application = await stage.addApplication();
    const { config, checks, back, code } = await takeCode(application);
    const tokens = await client.authorizationCodeGrant(config, back, checks);
    const { rows } = await stage.database.pool.query("select * from oidc_state");
    const stored = JSON.stringify(rows);
    const session = /larkbridge-oidc=([^;]+)/.exec(browser.cookies())?.[1] ?? "";
    const secrets = [code, tokens.access_token, tokens.refresh_token ?? "", session, application.secret];
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(30);
      expect(stored).not.toContain(secret);
      expect(stage.log.join("\n")).not.toContain(secret);
    }
    expect(stored).not.toContain(checks.expectedNonce);
    expect(stored).not.toContain("shen.yan@example.com");
  });

  it("give nothing away when a row is put in another's place", async () => {
    const application = await stage.addApplication();
    const first = await takeCode(application);
    const second = await takeCode(application);
    await stage.database.pool.query(
      `update oidc_state set payload = (select payload from oidc_state where model = 'Session' limit 1)
       where model = 'AuthorizationCode' and client_id = $1`,
      [application.clientId],
    );
    for (const { code, checks } of [first, second])
      expect(await exchange(application, { code, code_verifier: checks.pkceCodeVerifier })).toEqual({
        status: 500,
        error: "server_error",
        error_description: "oops! something went wrong",
      });
    expect(stage.log.join("\n")).toContain("secret_tampered");
  });

  it("lose what has expired", async () => {
    await takeCode(await stage.addApplication());
    const count = async () =>
      (await stage.database.pool.query("select 1 from oidc_state where model = 'AuthorizationCode'")).rowCount;
    expect(await count()).toBeGreaterThan(0);
    vi.setSystemTime(Date.now() + 11 * 60_000);
    await stage.oidc.tick();
    expect(await count()).toBe(0);
  });
});
