import { afterAll, beforeAll, expect, it } from "vitest";
import { violationsOf } from "./support/accessibility.ts";
import { type ConsoleStage, openConsole } from "./support/console-stage.ts";

let stage: ConsoleStage;

beforeAll(async () => {
  stage = await openConsole();
});
afterAll(async () => {
  await stage?.close();
});

it("leads somebody without a session to the sign-in page and remembers where they were going", async () => {
  const { page, context, faults } = await stage.open();
  await page.goto("/sync-runs?status=failed");
  await page.waitForURL(/\/login\?return=/);
  expect(new URL(page.url()).searchParams.get("return")).toBe("/sync-runs?status=failed");
  expect(faults).toEqual([]);
  await context.close();
});

it("goes to a page by its name with the keyboard alone", async () => {
  const { page, context, faults } = await stage.openSignedIn({ language: "zh" });
  await page.goto("/overview");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "前往页面" }).fill("应用");
  await page.getByRole("option", { name: "应用", exact: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/applications$/);
  expect(faults).toEqual([]);
  await context.close();
});
