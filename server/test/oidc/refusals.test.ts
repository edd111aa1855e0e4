import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ask, discover, failureOf, signedIn, signInTo } from "../support/oidc-client.ts";
import { CALLBACK, type OidcStage, openOidcStage, type StagedApplication } from "../support/oidc-stage.ts";
import type { TestBrowser } from "../support/test-browser.ts";

/** What applications are refused stands in the audit log, once, however often it is tried. */

let stage: OidcStage;
let browser: TestBrowser;
beforeAll(async () => {
  stage = await openOidcStage();
  await stage.addUser("shen.yan");
  browser = await signedIn(stage, "shen.yan");
});
afterAll(() => stage.close());

interface Refused {
  readonly error: string;
  readonly why: string | null;
}

/** What the audit log says of an application's refusals. */
async function refusalsOf({ clientId }: StagedApplication): Promise<Refused[]> {
  const { rows } = await stage.database.pool.query<Refused>(
    `select r.after ->> 'error' as error, r.after ->> 'why' as why
     from audit_record r join application a on a.id::text = r.object_id
     where r.action = 'application.request_refused' and a.client_id = $1 order by r.id`,
    [clientId],
  );
  return rows;
}

/** The same once the log has so many: it is written after the application has its answer. */
const someRefusalsOf = (application: StagedApplication, many: number) =>
  vi.waitFor(async () => {
    const refused = await refusalsOf(application);
    expect(refused.length).toBeGreaterThanOrEqual(many);
    return refused;
  }, 5000);

async function takeBack(application: StagedApplication) {
  const config = await discover(stage, application);
  const { url, checks } = await ask(config);
  return { config, checks, back: (await browser.open(url)).url };
}

describe("the audit log", () => {
  it("has a code that is used twice, and a refresh token that is", async () => {
    const application = await stage.addApplication();
    const { config, checks, back } = await takeBack(application);
    const tokens = await client.authorizationCodeGrant(config, back, checks);
    await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
    await failureOf(client.refreshTokenGrant(config, tokens.refresh_token ?? ""));
    const other = await takeBack(application);
    await client.authorizationCodeGrant(other.config, other.back, other.checks);
    await failureOf(client.authorizationCodeGrant(other.config, other.back, other.checks));
    const refused = await someRefusalsOf(application, 2);
    expect(refused.map(({ error }) => error)).toEqual(["invalid_grant", "invalid_grant"]);
    expect(new Set(refused.map(({ why }) => why)).size).toBe(2);
  });

  it("has a wrong verifier, a wrong secret and a foreign redirect URL, each once", async () => {
    const application = await stage.addApplication();
    const { config, checks, back } = await takeBack(application);
    const wrong = { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() };
    await failureOf(client.authorizationCodeGrant(config, back, wrong));
    const guessed = await discover(stage, { ...application, secret: "guessed" });
    for (let time = 0; time < 3; time += 1) await failureOf(client.refreshTokenGrant(guessed, "x"));
    const foreign = (await ask(config)).url;
    foreign.searchParams.set("redirect_uri", `${CALLBACK}.evil.example`);
    await browser.open(foreign);
    expect((await someRefusalsOf(application, 3)).map(({ error }) => error).sort()).toEqual([
      "invalid_client",
      "invalid_grant",
      "invalid_redirect_uri",
    ]);
  });

  it("has nothing of sign-ins that go well, or of people who are not signed in yet", async () => {
    const application = await stage.addApplication();
    const config = await discover(stage, application);
    await signInTo(config, browser);
    await stage.browser().open((await ask(config, { prompt: "none" })).url);
    expect(await refusalsOf(application)).toEqual([]);
  });
});
