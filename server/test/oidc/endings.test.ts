import * as client from "openid-client";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { plus, systemClock } from "../../src/platform/clock/clock.ts";
import { deliverLogouts } from "../../src/protocols/oidc/deliver-logouts.ts";
import { claimEnded, recordLogin } from "../../src/protocols/oidc/login-store.ts";
import { makeSigningKeys } from "../../src/protocols/oidc/signing-keys.ts";
import { type LogoutReceiver, startLogoutReceiver } from "../support/logout-receiver.ts";
import { ask, discover, failureOf, refusalOf, signedIn, signInTo } from "../support/oidc-client.ts";
import { type OidcStage, openOidcStage, SIGNED_OUT, type StagedApplication } from "../support/oidc-stage.ts";

let stage: OidcStage;
let application: StagedApplication;
let config: client.Configuration;
let receiver: LogoutReceiver;
let count = 0;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  stage = await openOidcStage();
});
beforeEach(async () => {
  // The database's clock runs on while the test's is moved.
  vi.setSystemTime(performance.timeOrigin + performance.now());
  await receiver?.close();
  receiver = await startLogoutReceiver(stage.issuer, () => application.clientId);
  application = await stage.addApplication({ backchannelLogoutUri: receiver.uri });
  config = await discover(stage, application);
});
afterAll(async () => {
  vi.useRealTimers();
  await receiver.close();
  await stage.close();
});

const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const tick = async () => {
  // What has ended is due by the database's clock, which may be ahead by now.
  vi.setSystemTime(Math.max(Date.now(), performance.timeOrigin + performance.now()) + 1000);
  await stage.oidc.tick();
};
async function person() {
  count += 1;
  const username = `person${count}`;
  const userId = await stage.addUser(username);
  const browser = await signedIn(stage, username);
  return { userId, username, browser, tokens: await signInTo(config, browser) };
}
const logins = async () =>
  (
    await stage.database.pool.query<{ attempts: number; settled: boolean; last_error: string | null }>(
      "select attempts, settled_at is not null as settled, last_error from oidc_login where client_id = $1",
      [application.clientId],
    )
  ).rows;

describe("signing out at an application's wish", () => {
  it("ends our session without a question when the id token is the person's own", async () => {
    const { browser, tokens, userId } = await person();
    const url = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? "",
      post_logout_redirect_uri: SIGNED_OUT,
      state: "a&b",
    });
    const page = await browser.open(url);
    expect(page.url.href).toBe(`${SIGNED_OUT}?state=a%26b`);
    expect(await browser.send("GET", "/api/v1/me")).toBe(401);
    expect(refusalOf(await browser.open((await ask(config, { prompt: "none" })).url))).toBe("login_required");
    await tick();
    expect(receiver.told).toMatchObject([{ sub: userId, sid: tokens.claims()?.["sid"] }]);
    expect(browser.cookies()).not.toMatch(/(^|; )larkbridge=/);
  });

  it("asks first without an id token, in Chinese too, and ends our session on a yes", async () => {
    const { browser, userId } = await person();
    const url = client.buildEndSessionUrl(config, { post_logout_redirect_uri: SIGNED_OUT, ui_locales: "zh-CN" });
    const page = await browser.open(url);
    expect(page.html).toContain("退出登录？");
    expect(page.html).not.toContain("<script");
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self' https://app.example.com");
    expect(await browser.send("GET", "/api/v1/me")).toBe(200);
    expect((await browser.submit(page, { logout: "yes" })).url.href).toBe(SIGNED_OUT);
    expect(await browser.send("GET", "/api/v1/me")).toBe(401);
    await tick();
    expect(receiver.told).toMatchObject([{ sub: userId }]);
  });

  it("asks when the id token is another person's, and leaves everything on a no", async () => {
    const { tokens } = await person();
    const { browser } = await person();
    const page = await browser.open(client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token ?? "" }));
    expect(page.html).toContain("Sign out?");
    await browser.submit(page, {});
    expect(await browser.send("GET", "/api/v1/me")).toBe(200);
    await tick();
    expect(receiver.told).toEqual([]);
  });

  it("leads back to the application when nobody is signed in any more", async () => {
    const browser = stage.browser();
    const wanted = { client_id: application.clientId, post_logout_redirect_uri: SIGNED_OUT, state: "s" };
    const page = await browser.open(client.buildEndSessionUrl(config, wanted));
    // The library's own page: it sends its form on by the one script whose hash the policy names.
    expect(page.headers.get("content-security-policy")).toMatch(/script-src 'self' 'sha256-/);
    expect((await browser.submit(page, {})).url.href).toBe(`${SIGNED_OUT}?state=s`);
  });

  it("does not happen by another site's form", async () => {
    const { browser } = await person();
    const page = await browser.open(client.buildEndSessionUrl(config, {}));
    const forged = { ...page, html: page.html.replace(/name="xsrf" value="[^"]+"/, 'name="xsrf" value="guess"') };
    expect((await browser.submit(forged, { logout: "yes" })).status).toBe(400);
    expect(await browser.send("GET", "/api/v1/me")).toBe(200);
  });

  it("leads to no address that is not registered", async () => {
    const { browser } = await person();
    const wanted = { post_logout_redirect_uri: "https://evil.example.com/" };
    const page = await browser.open(client.buildEndSessionUrl(config, wanted));
    expect([page.status, page.html]).toEqual([400, expect.stringContaining("post_logout_redirect_uri")]);
  });
});

describe("a sign-in to an application", () => {
  it("is not written down for a session that has ended meanwhile", async () => {
    const { userId, browser } = await person();
    const { kysely } = stage.database;
    const { id: sessionId } = await kysely
      .selectFrom("session")
      .select("id")
      .where("user_id", "=", userId)
      .executeTakeFirstOrThrow();
    const login = { sessionId, userId, clientId: application.clientId, sid: "another" };
    expect(await recordLogin(kysely, login)).toBe("first");
    expect(await recordLogin(kysely, login)).toBe("again");
    await browser.send("DELETE", "/api/v1/session");
    expect(await recordLogin(kysely, { ...login, sid: "too late" })).toBe("over");
  });
});

describe("an application is told", () => {
  it.each([
    [
      "the account is disabled",
      "update directory_user set status = 'disabled', disabled_by = 'operator' where id = $1",
    ],
    ["the account is deleted", "update directory_user set status = 'deleted', disabled_by = 'sync' where id = $1"],
    ["somebody ends their sessions", "update session set revoked_at = now() where user_id = $1"],
  ])("when %s", async (_, statement) => {
    const someone = await person();
    await stage.database.pool.query(statement, [someone.userId]);
    await tick();
    expect(receiver.told).toEqual([
      expect.objectContaining({
        sub: someone.userId,
        sid: someone.tokens.claims()?.["sid"],
        events: { "http://schemas.openid.net/event/backchannel-logout": {} },
      }),
    ]);
    expect(await logins()).toEqual([{ attempts: 1, settled: true, last_error: null }]);
    await tick();
    expect(receiver.requests).toBe(1);
  });

  it("when access is lost by a change of groups; the next request is refused, and the refresh token is dead", async () => {
    const { userId, browser, tokens } = await person();
    const { pool } = stage.database;
    const { rows } = await pool.query<{ id: string }>("insert into directory_group (name) values ($1) returning id", [
      application.clientId,
    ]);
    const group = rows[0]?.id;
    await pool.query("insert into group_member (group_id, user_id) values ($1, $2)", [group, userId]);
    await pool.query("insert into application_access (application_id, group_id) values ($1, $2)", [
      application.id,
      group,
    ]);
    await pool.query("update application set everyone = false where id = $1", [application.id]);
    later(30_000);
    await tick();
    expect(receiver.told).toEqual([]);
    expect(refusalOf(await browser.open((await ask(config)).url))).toBeNull();
    await pool.query("delete from group_member where group_id = $1", [group]);
    expect(refusalOf(await browser.open((await ask(config)).url))).toBe("access_denied");
    expect(await failureOf(client.refreshTokenGrant(config, tokens.refresh_token ?? ""))).toBe("invalid_grant");
    later(30_000);
    await tick();
    expect(receiver.told).toMatchObject([{ sub: userId }]);
    // Nothing else of the person ends.
    expect(await browser.send("GET", "/api/v1/me")).toBe(200);
  });

  it("again when it did not answer well, later each time, until it does", async () => {
    const { browser, userId } = await person();
    receiver.status = 503;
    await browser.send("DELETE", "/api/v1/session");
    await tick();
    expect(await logins()).toEqual([{ attempts: 1, settled: false, last_error: "HTTP 503" }]);
    for (const [wait, requests] of [
      [999, 1],
      [1, 2],
      [4999, 2],
      [1, 3],
      [30_000, 4],
      [300_000, 5],
    ] as const) {
      later(wait);
      await stage.oidc.tick();
      expect(receiver.requests).toBe(requests);
    }
    receiver.status = 200;
    later(3_600_000);
    await stage.oidc.tick();
    expect(receiver.told).toMatchObject([{ sub: userId }]);
    expect(await logins()).toEqual([{ attempts: 6, settled: true, last_error: null }]);
  });

  it("no more after a day, and why is kept", async () => {
    const { browser } = await person();
    await browser.send("DELETE", "/api/v1/session");
    await receiver.close();
    for (let hour = 0; hour < 26; hour += 1) {
      later(3_600_000);
      await stage.oidc.tick();
    }
    const [login] = await logins();
    expect(login).toMatchObject({ settled: true, last_error: "ECONNREFUSED" });
    receiver = await startLogoutReceiver(stage.issuer, () => application.clientId);
  });

  it("at its own address only: a redirect is a failure", async () => {
    const { browser } = await person();
    const elsewhere = await startLogoutReceiver(stage.issuer, () => application.clientId);
    receiver.status = 307;
    receiver.location = elsewhere.uri;
    await browser.send("DELETE", "/api/v1/session");
    await tick();
    expect(await logins()).toEqual([{ attempts: 1, settled: false, last_error: "HTTP 307" }]);
    expect(elsewhere.requests).toBe(0);
    await elsewhere.close();
  });

  it("again when it took the token in and did not answer in time", async () => {
    const { browser } = await person();
    receiver.silent = true;
    await browser.send("DELETE", "/api/v1/session");
    later(1000);
    const { database, box } = stage;
    const db = database.kysely;
    const keys = makeSigningKeys({ db, clock: systemClock, box });
    const log = pino({ level: "silent" });
    await deliverLogouts({ db, clock: systemClock, keys, issuer: async () => stage.issuer(), log, timeoutMs: 20 });
    expect(await logins()).toEqual([
      { attempts: 1, settled: false, last_error: "The operation was aborted due to timeout" },
    ]);
  });

  it("by another process when the one that took it up died", async () => {
    const { browser, userId } = await person();
    await browser.send("DELETE", "/api/v1/session");
    later(1000);
    const now = systemClock.now();
    expect(await claimEnded(stage.database.kysely, now, plus(now, 60_000), 50)).toMatchObject([{ userId }]);
    await stage.oidc.tick();
    expect(receiver.requests).toBe(0);
    later(60_000);
    await stage.oidc.tick();
    expect(receiver.told).toMatchObject([{ sub: userId }]);
  });

  it("never, where it has no address for it", async () => {
    await stage.database.pool.query("update application set backchannel_logout_uri = null where id = $1", [
      application.id,
    ]);
    const { browser } = await person();
    await browser.send("DELETE", "/api/v1/session");
    await tick();
    expect(await logins()).toEqual([{ attempts: 1, settled: true, last_error: null }]);
  });

  it("once, however many processes there are", async () => {
    const other = await stage.addProcess();
    const { browser } = await person();
    await browser.send("DELETE", "/api/v1/session");
    later(1000);
    await Promise.all([stage.oidc.tick(), other.oidc.tick(), stage.oidc.tick(), other.oidc.tick()]);
    expect(receiver.requests).toBe(1);
  });
});
