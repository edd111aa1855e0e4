import { afterAll, beforeAll, expect, it } from "vitest";
import { violationsOf } from "./support/accessibility.ts";
import { type ConsoleStage, openConsole } from "./support/console-stage.ts";

let stage: ConsoleStage;

beforeAll(async () => {
  stage = await openConsole({ connected: false });
});
afterAll(async () => {
  await stage?.close();
});

it("registers an application, shows its secret once, and connects, switches and deletes it", async () => {
  const { page, context, faults } = await stage.openSignedIn();
  await page.goto("/applications");
  await page.getByText("No applications yet").waitFor();
  await page.getByRole("link", { name: "Register application" }).click();
  await page.getByRole("radio", { name: /Web application/ }).check();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Grafana");
  await page.getByLabel("Redirect URL 1").fill("http://grafana.example.com/login/generic_oauth");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("http is allowed on localhost only; use https.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  // A reload loses nothing.
  await page.reload();
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Grafana");
  await page.getByLabel("Redirect URL 1").fill("https://grafana.example.com/login/generic_oauth");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("radio", { name: /Chosen people/ }).click();
  await page.getByText("Nobody may use it yet").waitFor();
  await page.getByRole("combobox", { name: "Person" }).fill("owner");
  await page.locator(".ant-select-item-option", { hasText: "owner" }).click();
  await page.getByRole("list", { name: "Those who may use it" }).getByText("owner").first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText('"email_verified": true').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Register application" }).click();
  await page.getByText("Copy the client secret now").waitFor();
  const secret = (await page.locator(".secret-box").textContent()) ?? "";
  expect(secret.length).toBeGreaterThan(20);
  await page.getByText("client_secret = PASTE-THE-CLIENT-SECRET").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href]));
  expect(kept).not.toContain(secret);

  await page.getByRole("link", { name: "I have copied the secret" }).click();
  await page.locator(".secret-box").waitFor({ state: "detached" });
  await page.getByRole("heading", { level: 1, name: "Grafana" }).waitFor();
  expect(await page.content()).not.toContain(secret);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Switch off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).click();
  await page.locator("header .pill", { hasText: "Switched off" }).waitFor();
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByLabel("Home page").fill("grafana");
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("This is no web address").waitFor();
  await page.getByLabel("Home page").fill("https://grafana.example.com");
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Delete application" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("Grafana");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "Delete application" }).click();
  await page.getByText("No applications yet").waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

it("rotates the signing keys, in Chinese", async () => {
  const { page, context, faults } = await stage.openSignedIn({ language: "zh", theme: "dark" });
  await page.goto("/applications/sign-in-details");
  await page.getByRole("button", { name: "轮换密钥" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "轮换密钥" }).click();
  await page.locator(".pill", { hasText: "已停用" }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});
