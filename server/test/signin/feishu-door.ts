import type { FeishuOutcomeView, MeView } from "@larkbridge/contract";
import { CookieBrowser, locationOf } from "../support/cookie-browser.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { type Stage, setStage } from "../support/stage.ts";

/** A company whose people sign in with Feishu, for tests of that door. */

export const OWNER = { username: "olivia", password: "correct horse battery" };

export const DOOR = {
  LARKBRIDGE_FEISHU_SERVICES_SINGLE_SIGN_ON_ENABLED: "true",
  LARKBRIDGE_FEISHU_SERVICES_FEISHU_CLIENT_ACCESS_ENABLED: "true",
  LARKBRIDGE_ADMIN_USERNAME: OWNER.username,
  LARKBRIDGE_ADMIN_PASSWORD: OWNER.password,
};

export interface Door {
  readonly stage: Stage;
  readonly server: ServerProcess;
  /** A browser in which the owner has signed in with the password. */
  readonly signInOwner: () => Promise<CookieBrowser>;
}

/** Starts emulator and server, and tells the emulator's app where it may send people back. */
export async function openDoor(more: { readonly [name: string]: string } = {}): Promise<Door> {
  const stage = await setStage();
  const server = await stage.start({ ...DOOR, ...more });
  await listRedirects(stage, server);
  return {
    stage,
    server,
    async signInOwner() {
      const browser = new CookieBrowser();
      const answer = await browser.send("POST", `${server.url}/api/v1/session`, OWNER);
      if (answer.status !== 200) throw new Error(`the owner could not sign in: ${await answer.text()}`);
      return browser;
    },
  };
}

export function listRedirects(stage: Stage, ...servers: readonly ServerProcess[]): Promise<unknown> {
  const urls = servers.flatMap(({ url }) => [`${url}/auth/feishu/callback`, `${url}/workbench`]);
  return stage.control("PUT", "/redirect-urls", { urls });
}

/** Goes to Feishu's page: where the start sends the browser. */
export async function goToFeishu(browser: CookieBrowser, server: ServerProcess, query = ""): Promise<URL> {
  const start = await browser.visit(`${server.url}/auth/feishu/start${query}`);
  return new URL(locationOf(start, server.url));
}

/** Picks a person on Feishu's page and returns the address it sends back to. */
export async function pickPerson(browser: CookieBrowser, authorize: URL, person: string): Promise<string> {
  const page = new URL(authorize);
  page.searchParams.set("emulator_user", person);
  return locationOf(await browser.visit(page.href), page.href);
}

/** The whole way: start, Feishu's page, callback. Returns the last answer. */
export async function signInAs(browser: CookieBrowser, server: ServerProcess, person: string, query = "") {
  const back = await pickPerson(browser, await goToFeishu(browser, server, query), person);
  return browser.visit(back);
}

export async function readMe(browser: CookieBrowser, server: ServerProcess): Promise<MeView | null> {
  const answer = await browser.send("GET", `${server.url}/api/v1/me`);
  return answer.status === 200 ? ((await answer.json()) as MeView) : null;
}

export async function readOutcome(browser: CookieBrowser, server: ServerProcess): Promise<FeishuOutcomeView> {
  const answer = await browser.send("GET", `${server.url}/api/v1/session/feishu`);
  return (await answer.json()) as FeishuOutcomeView;
}
