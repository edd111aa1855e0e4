import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { EmulatorOptions } from "@larkbridge/emulator";
import { expect, it } from "vitest";
import { runSync } from "../../../server/test/support/stage.ts";
import { type ConsoleStage, openConsole } from "../support/console-stage.ts";
import { addExamples, addressFor, EXAMPLES_ENV, pages, visit } from "../support/pages.ts";

/**
 * A picture of every page, in both languages and themes, 1440 and 1024 wide, with nothing, one person and many.
 * They go to LARKBRIDGE_SCREENSHOTS (outside the repository), to be looked at against ux.md section 9.
 * LARKBRIDGE_SCREENSHOT_USERS sets how many "many" are; LARKBRIDGE_SCREENSHOT_PAGES takes only the pages whose path begins so.
 */
const FOLDER = process.env["LARKBRIDGE_SCREENSHOTS"] ?? "/tmp/larkbridge-screenshots";
const MANY = Number(process.env["LARKBRIDGE_SCREENSHOT_USERS"] ?? 100_000);
const ONLY = process.env["LARKBRIDGE_SCREENSHOT_PAGES"] ?? "/";

const STATES: readonly { readonly name: string; readonly tenant: EmulatorOptions | null }[] = [
  { name: "0", tenant: null },
  { name: "1", tenant: { users: 1, departments: 1, memberships: 1, rootPeople: 0 } },
  { name: "many", tenant: { users: MANY, departments: Math.ceil(MANY / 10), memberships: Math.ceil(MANY * 1.2) } },
];

it.each(STATES)("takes every page with $name", async ({ name, tenant }) => {
  const stage = await openConsole({
    env: EXAMPLES_ENV,
    ...(tenant === null ? { connected: false } : { tenant }),
  });
  try {
    if (tenant !== null) {
      expect((await runSync(stage.server)).status).toBe("succeeded");
      await addExamples(stage.server);
    }
    expect(await takeAll(stage, name)).toEqual([]);
  } finally {
    await stage.close();
  }
});

/** Takes every page of an installation; returns those that could not be taken, with the reason. */
async function takeAll(stage: ConsoleStage, state: string): Promise<string[]> {
  const failures: string[] = [];
  for (const language of ["en", "zh"] as const)
    for (const theme of ["light", "dark"] as const)
      for (const width of [1440, 1024]) {
        const folder = join(FOLDER, `${language}-${theme}-${width}`);
        await mkdir(folder, { recursive: true });
        const inside = await stage.openSignedIn({ language, theme, width });
        const outside = await stage.open({ language, theme, width });
        for (const route of pages.filter(({ path }) => path.startsWith(ONLY))) {
          const address = await addressFor(route, stage.server);
          if (address === null) continue;
          const { page } = route.frame === "bare" ? outside : inside;
          const file = `${route.path.slice(1).replaceAll(/[/$]+/g, "-") || "home"}-${state}.png`;
          try {
            await visit(page, address);
          } catch (error) {
            failures.push(`${language} ${theme} ${route.path}: ${String(error).split("\n")[0]}`);
          }
          await page.screenshot({ path: join(folder, file), fullPage: true });
        }
        await inside.context.close();
        await outside.context.close();
      }
  return failures;
}
