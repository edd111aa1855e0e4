import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TrueUser } from "../../server/test/support/feishu-emulator.ts";
import { type RelyingParty, startRelyingParty } from "../../server/test/support/relying-party.ts";
import { callApi, runSync } from "../../server/test/support/stage.ts";
import { violationsOf } from "./support/accessibility.ts";
import { type ConsoleStage, openConsole } from "./support/console-stage.ts";

/** Signing in, from an application of the company over Larkbridge and Feishu and back, in a real browser. */

let stage: ConsoleStage;
let party: RelyingParty;
let person: TrueUser;
beforeAll(async () => {
  stage = await openConsole({
    env: {
      LARKBRIDGE_FEISHU_SERVICES_SINGLE_SIGN_ON_ENABLED: "true",
      LARKBRIDGE_FEISHU_SERVICES_FEISHU_CLIENT_ACCESS_ENABLED: "true",
    },
  });
  const { server } = stage;
  await stage.stage.control("PUT", "/redirect-urls", {
    urls: [`${server.url}/auth/feishu/callback`, `${server.url}/workbench`],
  });
  person = await stage.stage.control<TrueUser>("POST", "/users", { name: "沈砚 “Yan”", email: "shen.yan@example.com" });
  await runSync(server);
  party = await startRelyingParty();
  const made = await callApi<{ application: { id: string; client_id: string }; client_secret: string }>(
    server,
    "POST",
    "/applications",
    {
      name: "Wiki",
      kind: "web",
      home_url: party.url,
      redirect_uris: [party.redirectUri],
      post_logout_redirect_uris: [party.loggedOutUri],
    },
  );
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await callApi(server, "PUT", `/applications/${made.body.application.id}/access`, { everyone: true });
  await party.connect(`${server.url}/oidc`, made.body.application.client_id, made.body.client_secret);
});
afterAll(async () => {
  await party?.close();
  await stage?.close();
});

/** Counts the pages of Feishu's that a window saw. */
function watchFeishu(page: Page): () => number {
  let seen = 0;
  page.on("framenavigated", (frame) => {
    if (frame.url().startsWith(stage.stage.emulator.url)) seen += 1;
  });
  return () => seen;
}

it("goes from an application over the sign-in page and Feishu back to it; the second time without a single page", async () => {
  const { page, context, faults } = await stage.open();
  const feishuPages = watchFeishu(page);
  await page.goto(party.url);
  await page
    .getByRole("link", { name: "Sign in with Feishu" })
    .or(page.getByRole("button", { name: "Sign in with Feishu" }))
    .click();
  await page.getByRole("searchbox").fill("shen.yan@example.com");
  await page.getByRole("searchbox").press("Enter");
  await page.getByRole("button", { name: /沈砚/ }).click();
  await page.getByRole("heading", { name: "Hello 沈砚 “Yan”" }).waitFor();
  expect(new URL(page.url()).origin).toBe(party.url);
  const before = feishuPages();
  expect(before).toBeGreaterThan(0);

  const visited: string[] = [];
  page.on("framenavigated", (frame) => visited.push(new URL(frame.url()).pathname));
  await page.goto(party.url);
  await page.getByRole("heading", { name: "Hello 沈砚 “Yan”" }).waitFor();
  expect(visited).toEqual(["/callback"]);
  expect(feishuPages()).toBe(before);
  expect(faults).toEqual([]);
  await context.close();
});

it("signs out of Larkbridge when an application signs somebody out", async () => {
  const { page, context } = await stage.open();
  await page.goto(`${stage.server.url}/auth/feishu/start?return_to=%2Fportal`);
  await page.getByRole("searchbox").fill("shen.yan@example.com");
  await page.getByRole("searchbox").press("Enter");
  await page.getByRole("button", { name: /沈砚/ }).click();
  await page.waitForURL(`${stage.server.url}/portal`);
  await page.goto(party.url);
  await page.getByRole("heading", { name: /^Hello/ }).waitFor();
  await page.goto(`${party.url}/logout`);
  await page.getByRole("heading", { name: "Signed out" }).waitFor();
  await page.goto(`${stage.server.url}/portal`);
  await page.waitForURL(/\/login/);
  await context.close();
});

it("opens from Feishu's workbench without a click, on a desktop and on a phone, with the portal's applications", async () => {
  await stage.stage.control("PUT", "/client-person", { user: person.open_id });
  for (const viewport of [
    { width: 1024, height: 700 },
    { width: 390, height: 844 },
  ]) {
    const context = await stage.browser.newContext({
      baseURL: stage.server.url,
      userAgent: "Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Lark/7.20.1 LarkLocale/zh_CN",
      viewport,
      locale: "zh-CN",
    });
    const page = await context.newPage();
    const feishuPages = watchFeishu(page);
    await page.goto("/workbench?to=%2Fportal");
    await page.waitForURL("**/portal");
    await page.getByRole("link", { name: /Wiki/ }).waitFor();
    expect(feishuPages()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    await context.close();
  }
});

it("takes the redirect road where Feishu's client is too old to be asked", async () => {
  await stage.stage.control("PATCH", "/settings", { request_access: false });
  const context = await stage.browser.newContext({
    baseURL: stage.server.url,
    userAgent: "Mozilla/5.0 AppleWebKit/537.36 Chrome/90.0 Safari/537.36 Lark/5.1.0",
  });
  const page = await context.newPage();
  await page.goto("/workbench?to=%2Fportal");
  await page.waitForURL(`${stage.stage.emulator.url}/open-apis/authen/v1/authorize**`);
  await page.getByRole("searchbox").fill("shen.yan@example.com");
  await page.getByRole("searchbox").press("Enter");
  await page.getByRole("button", { name: /沈砚/ }).click();
  await page.waitForURL(`${stage.server.url}/portal`);
  await stage.stage.control("PATCH", "/settings", { request_access: true });
  await context.close();
});
