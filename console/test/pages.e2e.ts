import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSync } from "../../server/test/support/stage.ts";
import { violationsOf } from "./support/accessibility.ts";
import type { Watched } from "./support/browser.ts";
import { type ConsoleStage, openConsole } from "./support/console-stage.ts";
import { addressFor, pages, visit } from "./support/pages.ts";

/** Every page that is registered, in both languages and themes, with people and a run to show. */
let stage: ConsoleStage;

beforeAll(async () => {
  stage = await openConsole();
  await runSync(stage.server);
});
afterAll(async () => {
  await stage?.close();
});

describe.each([
  ["en", "light"],
  ["en", "dark"],
  ["zh", "light"],
  ["zh", "dark"],
] as const)("in %s, %s", (language, theme) => {
  let inside: Watched;
  let outside: Watched;

  beforeAll(async () => {
    inside = await stage.openSignedIn({ language, theme });
    outside = await stage.open({ language, theme });
  });
  afterAll(async () => {
    await inside?.context.close();
    await outside?.context.close();
  });

  it.each(pages)("$path keeps the guidelines, throws nothing and stays inside the policy", async (route) => {
    const address = await addressFor(route, stage.server);
    // Without an example there is no such page on this installation; the lists that lead there are visited.
    if (address === null) return;
    const { page, faults } = route.frame === "bare" ? outside : inside;
    faults.length = 0;
    await visit(page, address);
    expect(await violationsOf(page)).toEqual([]);
    expect(faults).toEqual([]);
    expect(await page.getAttribute("html", "lang")).toBe(language === "zh" ? "zh-CN" : "en");
  });
});
