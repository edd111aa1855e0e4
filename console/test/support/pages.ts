import type { Page } from "playwright-core";
import type { ServerProcess } from "../../../server/test/support/server-process.ts";
import { callApi } from "../../../server/test/support/stage.ts";
import type { FeatureRoute } from "../../src/app/feature.ts";
import { features } from "../../src/app/features.ts";

/** Every page of the console. */
export const pages: readonly FeatureRoute[] = features.flatMap((feature) => feature.routes);

/** Where an example for a page with an id in its address is found: the list, whose first item's id it is. */
const EXAMPLES: readonly { readonly pattern: RegExp; readonly list: string }[] = [
  { pattern: /^\/users\/\$/, list: "/users?limit=1" },
  { pattern: /^\/departments\/\$/, list: "/departments?limit=1" },
  { pattern: /^\/groups\/\$/, list: "/groups?limit=1" },
  { pattern: /^\/applications\/\$/, list: "/applications?limit=1" },
  { pattern: /^\/sync-runs\/\$/, list: "/sync-runs?limit=1" },
  { pattern: /^\/sync-plans\/\$/, list: "/sync-plans?limit=1" },
  { pattern: /^\/ldap\/targets\/\$/, list: "/ldap/targets" },
  { pattern: /^\/webhooks\/\$/, list: "/webhooks" },
  { pattern: /^\/notifications\/batches\/\$/, list: "/notifications?limit=1" },
];
/** Recipes are part of the console; this is one of each kind: fields to fill in, a file, a command that tries it. */
const RECIPE = "jenkins";
/** A template that is always there. */
const TEMPLATE = "test_message";

/**
 * The address of a page on a server; for one with an id in it that of an existing example, or null where there is none
 * (an empty installation). A page whose ids come from elsewhere is a mistake here and throws.
 */
export async function addressFor(page: FeatureRoute, server: ServerProcess): Promise<string | null> {
  if (!page.path.includes("$")) return page.path;
  if (page.path.startsWith("/ldap/recipes/")) return page.path.replace("$id", RECIPE);
  if (page.path.startsWith("/notifications/templates/")) return page.path.replace("$name", TEMPLATE);
  const example = EXAMPLES.find(({ pattern }) => pattern.test(page.path));
  if (example === undefined) throw new Error(`No example is known for ${page.path}: add one to EXAMPLES`);
  const id = await firstId(server, example.list);
  if (id === null) return null;
  const path = page.path.replace(/\$\w+/, id);
  if (!path.includes("$run")) return path;
  const run = await firstId(server, `${example.list}/${id}/runs?limit=1`);
  return run === null ? null : path.replace("$run", run);
}

async function firstId(server: ServerProcess, list: string): Promise<string | null> {
  const { status, body } = await callApi<{ items: readonly { id: string }[] }>(server, "GET", list);
  if (status !== 200) throw new Error(`no list ${list}: ${status}`);
  return body.items[0]?.id ?? null;
}

/** What an installation is to have switched on, so that every page has something to show. */
export const EXAMPLES_ENV = {
  LARKBRIDGE_LDAP_ENABLED: "true",
  LARKBRIDGE_FEISHU_EVENTS_MODE: "long_connection",
  LARKBRIDGE_FEISHU_SERVICES_MESSAGE_NOTIFICATIONS_ENABLED: "true",
};

/**
 * Gives an installation what no sync brings: an application, an account that searches by LDAP, an external server with a run,
 * a webhook, a notification.
 */
export async function addExamples(server: ServerProcess): Promise<void> {
  const application = {
    kind: "web",
    name: "GitLab",
    home_url: "https://git.example.com/",
    redirect_uris: ["https://git.example.com/users/auth/openid_connect/callback"],
  };
  await make(server, "/applications", application);
  await make(server, "/ldap/service-accounts", { name: "gitlab", description: "Code", everyone: true });
  const target = {
    name: "OpenLDAP",
    host: "127.0.0.1",
    port: 1,
    tls: { mode: "none" },
    bind_dn: "cn=admin,dc=example,dc=com",
    bind_password: "nobody answers",
    base_dn: "dc=example,dc=com",
  };
  const { id } = await make(server, "/ldap/targets", target);
  await callApi(server, "POST", `/ldap/targets/${id}/plans`, { wait: true });
  await make(server, "/webhooks", { name: "HR", url: "https://hr.example.com/larkbridge", events: ["user.created"] });
  const { body } = await callApi<{ items: { id: string }[] }>(server, "GET", "/users?limit=5");
  const content = { type: "text", text: "The network is down from 22:00 to 23:00." };
  await make(server, "/notifications", { recipients: { users: body.items.map(({ id: user }) => user) }, content }, 202);
}

async function make(
  server: ServerProcess,
  path: string,
  body: object,
  expected = 201,
): Promise<{ readonly id: string }> {
  const answer = await callApi<{ readonly id: string }>(server, "POST", path, body);
  if (answer.status !== expected) throw new Error(`not made: ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
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
