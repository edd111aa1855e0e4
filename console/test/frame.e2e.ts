import { afterAll, beforeAll, expect, it } from "vitest";
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
