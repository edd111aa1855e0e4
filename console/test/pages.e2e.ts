import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSync } from "../../server/test/support/stage.ts";
import type { FeatureRoute } from "../src/app/feature.ts";
import { violationsOf } from "./support/accessibility.ts";
import { openTab, type Watched } from "./support/browser.ts";
import { type ConsoleStage, openConsole } from "./support/console-stage.ts";
import { addExamples, addressFor, EXAMPLES_ENV, pages, settle, visit } from "./support/pages.ts";
import { type Pool, poolOf } from "./support/pool.ts";

/**
 * Every page that is registered, in both languages and themes, with people, a run, an application and LDAP to show. A page is
 * loaded once a language; the theme changes under it, as it does when the system turns dark. Some tabs work side by side.
 */
const TABS = 3;
let stage: ConsoleStage;

beforeAll(async () => {
  stage = await openConsole({ env: EXAMPLES_ENV });
  await Promise.all([runSync(stage.server), addExamples(stage.server)]);
});
afterAll(async () => {
  await stage?.close();
});

describe.each(["en", "zh"] as const)("in %s", (language) => {
  let inside: Pool<Watched>;
  let outside: Pool<Watched>;

  beforeAll(async () => {
    inside = await tabsOf(await stage.openSignedIn({ language }), TABS);
    outside = await tabsOf(await stage.open({ language }), 1);
  });
  afterAll(async () => {
    for (const { context } of [...(inside?.all ?? []), ...(outside?.all ?? [])]) await context.close();
  });

  it.concurrent.each(pages)(
    "$path keeps the guidelines in light and dark, throws nothing and stays inside the policy",
    async (route) => {
      const address = await addressFor(route, stage.server);
      // Without an example there is no such page on this installation; the lists that lead there are visited.
      if (address === null) return;
      await poolFor(route).use(async ({ page, faults }) => {
        faults.length = 0;
        await page.emulateMedia({ colorScheme: "light" });
        await visit(page, address);
        expect(await violationsOf(page)).toEqual([]);
        await page.emulateMedia({ colorScheme: "dark" });
        await page.locator('html[data-theme="dark"]').waitFor();
        await settle(page);
        expect(await violationsOf(page, "colours")).toEqual([]);
        expect(faults).toEqual([]);
        expect(await page.getAttribute("html", "lang")).toBe(language === "zh" ? "zh-CN" : "en");
      });
    },
  );

  const poolFor = (route: FeatureRoute) => (route.frame === "bare" ? outside : inside);
});

/** That many tabs of one window. */
async function tabsOf(first: Watched, count: number): Promise<Pool<Watched>> {
  const more = await Promise.all(Array.from({ length: count - 1 }, () => openTab(first.context)));
  return poolOf([first, ...more]);
}
