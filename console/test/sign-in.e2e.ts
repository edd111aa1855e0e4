import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callApi, runSync } from "../../server/test/support/stage.ts";
import { violationsOf } from "./support/accessibility.ts";
import { type ConsoleStage, OWNER, openConsole } from "./support/console-stage.ts";
import { addExamples } from "./support/pages.ts";

let stage: ConsoleStage;

beforeAll(async () => {
  stage = await openConsole({ env: { LARKBRIDGE_FEISHU_SERVICES_SINGLE_SIGN_ON_ENABLED: "true" } });
  const urls = [`${stage.server.url}/auth/feishu/callback`];
  await stage.stage.control("PUT", "/redirect-urls", { urls });
  await Promise.all([runSync(stage.server), addExamples(stage.server)]);
  const list = await callApi<{ items: { id: string }[] }>(stage.server, "GET", "/applications?limit=1");
  await callApi(stage.server, "PUT", `/applications/${list.body.items[0]?.id}/access`, { everyone: true });
}, 60_000);
afterAll(async () => {
  await stage?.close();
});

/** Chooses the first person on the emulator's own page. */
const choosePerson = (page: Page) => page.locator(".people button").first().click();

it("lets a member in with Feishu, and shows their applications", async () => {
  const { page, context, faults } = await stage.open();
  await page.goto("/login");
  await page.getByRole("link", { name: "Sign in with Feishu" }).click();
  await choosePerson(page);
  await page.getByRole("heading", { level: 1, name: "My applications" }).waitFor();
  const card = page.getByRole("link", { name: /GitLab/ });
  expect(await card.getAttribute("href")).toBe("https://git.example.com/");
  expect(await card.getAttribute("target")).toBe("_blank");
  expect(await violationsOf(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

it("tells why Feishu's way was refused, and leads to the password, in Chinese", async () => {
  const { page, context, faults } = await stage.open({ language: "zh", theme: "dark" });
  await page.goto("/users");
  await page.getByRole("link", { name: "飞书登录" }).click();
  await page.locator("button.deny").click();
  await page.getByText("已在飞书页面取消授权").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "使用密码登录" }).click();
  await page.getByLabel("账号或邮箱").fill(OWNER.username);
  await page.getByLabel("密码").fill(OWNER.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "用户" }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

it("tries a sign-in out in a window of its own, and binds one's own account", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/integrations/feishu");
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: /Test sign-in/ }).click();
  const test = await opened;
  await choosePerson(test);
  await test.getByText(/this would open the account/).waitFor();
  expect(await violationsOf(test)).toEqual([]);
  await test.close();
  await page.goto("/me");
  await page.getByRole("button", { name: "Bind Feishu account" }).click();
  // Feishu remembers the person of the test, who has an account of their own: the owner cannot be bound to them.
  await page.getByText("Your Feishu account was not bound").waitFor();
  await page.getByRole("link", { name: "Go back" }).click();
  await page.getByRole("heading", { level: 1, name: "Personal settings" }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

it("asks somebody who is signed in to sign in again where an application wants it, and goes on by the browser", async () => {
  const { page, context } = await stage.openSignedIn();
  await page.goto("/login?again=1&return=/oidc/unknown");
  await page.getByText("The application asks you to sign in once more.").waitFor();
  await page.getByLabel("Username or e-mail").fill(OWNER.username);
  await page.getByLabel("Password").fill(OWNER.password);
  const left = page.waitForRequest(
    (request) => request.isNavigationRequest() && request.url().endsWith("/oidc/unknown"),
  );
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await left;
  await page.goto("/login?return=/settings");
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  await context.close();
});
