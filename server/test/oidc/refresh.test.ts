import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { discover, failureOf, signedIn, signInTo } from "../support/oidc-client.ts";
import { type OidcStage, openOidcStage } from "../support/oidc-stage.ts";
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

const DAY_MS = 24 * 60 * 60_000;
const tokensOf = async (part: { refreshTokens?: boolean; everyone?: boolean } = {}) => {
  const application = await stage.addApplication(part);
  const config = await discover(stage, application);
  return { application, config, tokens: await signInTo(config, browser) };
};

describe("a refresh token", () => {
  it("is given where the settings allow it and offline_access is asked for", async () => {
    const { tokens } = await tokensOf();
    expect(tokens.refresh_token).toEqual(expect.any(String));
    expect((await tokensOf({ refreshTokens: false })).tokens.refresh_token).toBeUndefined();
    const config = await discover(stage, await stage.addApplication());
    expect((await signInTo(config, browser, { scope: "openid" })).refresh_token).toBeUndefined();
  });

  it("gives new tokens, another refresh token among them, and tells what is true now", async () => {
    const { config, tokens } = await tokensOf();
    await stage.database.pool.query("update directory_user set name = 'Shen Yan 2' where id = $1", [userId]);
    const fresh = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
    expect(fresh.refresh_token).not.toBe(tokens.refresh_token);
    expect(fresh.claims()).toMatchObject({ sub: userId, name: "Shen Yan 2" });
    expect((await client.fetchUserInfo(config, fresh.access_token, userId)).name).toBe("Shen Yan 2");
  });

  it("that is used twice kills all that was given with it", async () => {
    const { config, tokens } = await tokensOf();
    const fresh = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
    expect(await failureOf(client.refreshTokenGrant(config, tokens.refresh_token ?? ""))).toBe("invalid_grant");
    expect(await failureOf(client.refreshTokenGrant(config, fresh.refresh_token ?? ""))).toBe("invalid_grant");
    expect(await failureOf(client.fetchUserInfo(config, fresh.access_token, userId))).toBe("invalid_token");
  });

  it("that is used by many at once is taken for stolen", async () => {
    const { config, tokens } = await tokensOf();
    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, () => client.refreshTokenGrant(config, tokens.refresh_token ?? "")),
    );
    const given = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    expect(given.length).toBeLessThanOrEqual(1);
    for (const { refresh_token = "" } of given)
      expect(await failureOf(client.refreshTokenGrant(config, refresh_token))).toBe("invalid_grant");
  });

  it("is worth nothing to another application", async () => {
    const { tokens } = await tokensOf();
    const other = await discover(stage, await stage.addApplication());
    expect(await failureOf(client.refreshTokenGrant(other, tokens.refresh_token ?? ""))).toBe("invalid_grant");
  });

  it("outlives the browser's session, and the access token given without it does not", async () => {
    const own = await signedIn(stage, "shen.yan");
    const config = await discover(stage, await stage.addApplication());
    const offline = await signInTo(config, own);
    const online = await signInTo(config, own, { scope: "openid" });
    await client.fetchUserInfo(config, online.access_token, userId);
    expect(await own.send("DELETE", "/api/v1/session")).toBe(200);
    expect(await failureOf(client.fetchUserInfo(config, online.access_token, userId))).toBe("invalid_token");
    const fresh = await client.refreshTokenGrant(config, offline.refresh_token ?? "");
    expect(fresh.claims()?.sub).toBe(userId);
  });

  it("dies with the account, at once", async () => {
    const leaver = await stage.addUser("leaver");
    const config = await discover(stage, await stage.addApplication());
    const tokens = await signInTo(config, await signedIn(stage, "leaver"));
    await stage.database.pool.query(
      "update directory_user set status = 'disabled', disabled_by = 'operator' where id = $1",
      [leaver],
    );
    expect(await failureOf(client.refreshTokenGrant(config, tokens.refresh_token ?? ""))).toBe("invalid_grant");
    expect(await failureOf(client.fetchUserInfo(config, tokens.access_token, leaver))).toBe("invalid_token");
    expect(await client.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
  });

  it("dies with the access to the application, before anything has noticed that it is lost", async () => {
    const { application, config, tokens } = await tokensOf();
    expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({ active: true, sub: userId });
    await stage.database.pool.query("update application set everyone = false where client_id = $1", [
      application.clientId,
    ]);
    expect(await client.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
    expect(await failureOf(client.fetchUserInfo(config, tokens.access_token, userId))).toBe("invalid_token");
    expect(await failureOf(client.refreshTokenGrant(config, tokens.refresh_token ?? ""))).toBe("invalid_grant");
  });

  it("dies after a month without use, and its grant after half a year", async () => {
    const start = Date.now();
    const { config, tokens } = await tokensOf();
    const { config: other, tokens: unused } = await tokensOf();
    let refreshToken = tokens.refresh_token ?? "";
    const refresh = async () => {
      refreshToken = (await client.refreshTokenGrant(config, refreshToken)).refresh_token ?? "";
    };
    for (const days of [29, 58, 87, 116, 145, 174]) {
      vi.setSystemTime(start + days * DAY_MS);
      await refresh();
    }
    expect(await failureOf(client.refreshTokenGrant(other, unused.refresh_token ?? ""))).toBe("invalid_grant");
    vi.setSystemTime(start + 181 * DAY_MS);
    expect(await failureOf(refresh())).toBe("invalid_grant");
    vi.setSystemTime(start);
  });

  it("can be given back, with all that came with it", async () => {
    const { config, tokens } = await tokensOf();
    await client.tokenRevocation(config, tokens.refresh_token ?? "");
    expect(await failureOf(client.refreshTokenGrant(config, tokens.refresh_token ?? ""))).toBe("invalid_grant");
    expect(await failureOf(client.fetchUserInfo(config, tokens.access_token, userId))).toBe("invalid_token");
  });
});

describe("an access token", () => {
  it("can be given back, with all that came with it", async () => {
    const { config, tokens } = await tokensOf();
    await client.tokenRevocation(config, tokens.access_token);
    expect(await failureOf(client.fetchUserInfo(config, tokens.access_token, userId))).toBe("invalid_token");
    expect(await failureOf(client.refreshTokenGrant(config, tokens.refresh_token ?? ""))).toBe("invalid_grant");
  });

  it("is not given back by another application", async () => {
    const { config, tokens } = await tokensOf();
    await client.tokenRevocation(await discover(stage, await stage.addApplication()), tokens.access_token);
    expect((await client.fetchUserInfo(config, tokens.access_token, userId)).sub).toBe(userId);
  });

  it("of another application tells nothing to one on people's devices", async () => {
    const { tokens } = await tokensOf();
    const nosy = await discover(stage, await stage.addApplication({ kind: "public" }));
    expect(await client.tokenIntrospection(nosy, tokens.access_token)).toEqual({ active: false });
  });
});
