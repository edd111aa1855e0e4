import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discover, failureOf, signedIn, signIn } from "../support/oidc-client.ts";
import { type OidcStage, openOidcStage } from "../support/oidc-stage.ts";

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

let stage: OidcStage;
let userId: string;
beforeAll(async () => {
  stage = await openOidcStage();
  userId = await stage.addUser("shen.yan");
});
afterAll(() => stage.close());

async function start(part: { everyone?: boolean } = {}) {
  const application = await stage.addApplication({ kind: "device", ...part });
  const config = await discover(stage, application);
  const flow = await client.initiateDeviceAuthorization(config, { scope: "openid offline_access" });
  const poll = () => client.genericGrantRequest(config, DEVICE_CODE, { device_code: flow.device_code });
  return { application, config, flow, poll };
}

describe("a command line", () => {
  it("signs somebody in who enters its code in a browser, and stays signed in", async () => {
    const { config, flow, poll } = await start();
    expect(flow.user_code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect(await failureOf(poll())).toBe("authorization_pending");
    const browser = await signedIn(stage, "shen.yan");
    const entering = await browser.open(flow.verification_uri);
    const confirming = await browser.submit(entering, { user_code: flow.user_code.toLowerCase() });
    expect(confirming.html).toContain(flow.user_code);
    expect(confirming.html).toContain("App lb_");
    expect(await failureOf(poll())).toBe("authorization_pending");
    expect((await browser.submit(confirming, { confirm: "yes" })).html).toContain("You are signed in");
    const tokens = await poll();
    expect(tokens.claims()).toMatchObject({ sub: userId, name: "Name of shen.yan" });
    const fresh = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
    expect((await client.fetchUserInfo(config, fresh.access_token, userId)).sub).toBe(userId);
    // The code is spent.
    expect(await failureOf(poll())).toBe("invalid_grant");
  });

  it("shows a link with the code in it, which is filled in without script", async () => {
    const { flow } = await start();
    const browser = await signedIn(stage, "shen.yan");
    const page = await browser.open(flow.verification_uri_complete ?? "");
    expect(page.html).toContain(`value="${flow.user_code}"`);
    expect(page.html).not.toContain("<script");
    expect(page.html).not.toMatch(/ on\w+="/);
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'.*form-action 'self'$/);
    expect((await browser.submit(page, { user_code: flow.user_code })).html).toContain("Is this the code you see?");
  });

  it("signs in who is not signed in yet, by way of the console's page", async () => {
    const { flow, poll } = await start();
    const browser = stage.browser();
    const confirming = await browser.submit(await browser.open(flow.verification_uri), { user_code: flow.user_code });
    const page = await browser.submit(confirming, { confirm: "yes" });
    expect(page.url.pathname).toBe("/login");
    expect(await failureOf(poll())).toBe("authorization_pending");
    await signIn(browser, "shen.yan");
    const done = await browser.open(page.url.searchParams.get("return") ?? "");
    expect(done.html).toContain("You are signed in");
    expect((await poll()).claims()?.sub).toBe(userId);
  });

  it("learns that the person said no", async () => {
    const { flow, poll } = await start();
    const browser = await signedIn(stage, "shen.yan");
    const confirming = await browser.submit(await browser.open(flow.verification_uri), { user_code: flow.user_code });
    expect((await browser.submit(confirming, { abort: "yes" })).html).toContain("Cancelled");
    expect(await failureOf(poll())).toBe("access_denied");
  });

  it("learns that the person may not use it, and so does the person", async () => {
    const { flow, poll } = await start({ everyone: false });
    const browser = await signedIn(stage, "shen.yan");
    const confirming = await browser.submit(await browser.open(flow.verification_uri), { user_code: flow.user_code });
    const page = await browser.submit(confirming, { confirm: "yes" });
    expect(page.html).toContain("You may not use this application");
    expect(await failureOf(poll())).toBe("access_denied");
  });

  it("gets its answer once, however often the person confirms", async () => {
    const { flow } = await start();
    const browser = await signedIn(stage, "shen.yan");
    const entering = await browser.open(flow.verification_uri);
    const confirming = await browser.submit(entering, { user_code: flow.user_code });
    await browser.submit(confirming, { confirm: "yes" });
    const again = await browser.submit(await browser.open(flow.verification_uri), { user_code: flow.user_code });
    expect(again.html).toContain("This code has been used already");
  });
});

describe("the page for codes", () => {
  it.each([
    ["en", "There is no such code"],
    ["zh-CN", "没有这个代码"],
  ])("tells in %s that there is no such code, and shows what was typed as text", async (locale, told) => {
    const browser = await signedIn(stage, "shen.yan");
    const page = await browser.open(`${stage.issuer()}/device?ui_locales=${locale}`);
    const answer = await browser.submit(page, { user_code: '"><b>X' });
    // The language goes with the address; the answer comes in the browser's own.
    expect(answer.html).toContain(locale === "en" ? told : "There is no such code");
    expect(page.html).toContain(locale === "en" ? "Sign in on a device" : "在设备上登录");
    expect(answer.html).not.toContain("<b>");
  });

  it("takes no form of another site", async () => {
    const { flow } = await start();
    const browser = await signedIn(stage, "shen.yan");
    const page = await browser.open(flow.verification_uri);
    const forged = { ...page, html: page.html.replace(/name="xsrf" value="[^"]+"/, 'name="xsrf" value="guess"') };
    const answer = await browser.submit(forged, { user_code: flow.user_code, confirm: "yes" });
    expect(answer.html).toContain("This page was open for too long");
  });
});
