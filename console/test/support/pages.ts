import type { Page } from "playwright-core";
import type { ServerProcess } from "../../../server/test/support/server-process.ts";
import { callApi } from "../../../server/test/support/stage.ts";
import type { FeatureRoute } from "../../src/app/feature.ts";
import { features } from "../../src/app/features.ts";

/** Every page of the console. */
export const pages: readonly FeatureRoute[] = features.flatMap((feature) => feature.routes);

/** Where an example for a page with an id in its address is found: the list, and the field that is the id. */
const EXAMPLES: readonly { readonly pattern: RegExp; readonly list: string }[] = [
  { pattern: /^\/users\/\$/, list: "/users?limit=1" },
  { pattern: /^\/departments\/\$/, list: "/departments?limit=1" },
  { pattern: /^\/groups\/\$/, list: "/groups?limit=1" },
  { pattern: /^\/applications\/\$/, list: "/applications?limit=1" },
  { pattern: /^\/sync-runs\/\$/, list: "/sync-runs?limit=1" },
  { pattern: /^\/sync-plans\/\$/, list: "/sync-plans?limit=1" },
];

/**
 * The address of a page on a server; for one with an id in it that of an existing example, or null where there is none
 * (an empty installation). A page whose ids come from elsewhere is a mistake here and throws.
 */
export async function addressFor(page: FeatureRoute, server: ServerProcess): Promise<string | null> {
  if (!page.path.includes("$")) return page.path;
  const example = EXAMPLES.find(({ pattern }) => pattern.test(page.path));
  if (example === undefined) throw new Error(`No example is known for ${page.path}: add one to EXAMPLES`);
  const { body } = await callApi<{ items: readonly { id: string }[] }>(server, "GET", example.list);
  const id = body.items[0]?.id;
  return id === undefined ? null : page.path.replace(/\$\w+/, id);
}

/** Gives an installation what no sync brings: an application to look at. */
export async function addExamples(server: ServerProcess): Promise<void> {
  const application = {
    kind: "web",
    name: "GitLab",
    home_url: "https://git.example.com/",
    redirect_uris: ["https://git.example.com/users/auth/openid_connect/callback"],
  };
  const { status, body } = await callApi(server, "POST", "/applications", application);
  if (status !== 201) throw new Error(`no application: ${JSON.stringify(body)}`);
}

/** Opens an address inside the running console and waits until the page stands: a title, and nothing still loading. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator("h1").first().waitFor();
  await settle(page);
}

/** Waits until nothing is still loading. */
export async function settle(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector(".ant-skeleton, .ant-spin-spinning, [aria-busy=true], .ant-btn-loading") === null,
  );
}
