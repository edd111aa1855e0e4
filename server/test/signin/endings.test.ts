import type { FeishuIntegrationView, IntegrationConsequencesView } from "@larkbridge/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CookieBrowser, locationOf } from "../support/cookie-browser.ts";
import type { TrueUser } from "../support/feishu-emulator.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { callApi, runSync, type Stage, setStage } from "../support/stage.ts";
import { DOOR, goToFeishu, listRedirects, OWNER, readMe, readOutcome, signInAs } from "./feishu-door.ts";

/** What ends with a service, a link or an account, and how soon: at the next request, on every process. */

let stage: Stage;
let server: ServerProcess;
let second: ServerProcess;
let people: readonly TrueUser[];
const FEISHU = "/integrations/feishu";

beforeAll(async () => {
  stage = await setStage();
  const console = {
    ...DOOR,
    LARKBRIDGE_FEISHU_APP_ID: undefined,
    LARKBRIDGE_FEISHU_APP_SECRET: undefined,
    LARKBRIDGE_FEISHU_OPEN_URL: undefined,
    LARKBRIDGE_FEISHU_ACCOUNTS_URL: undefined,
    LARKBRIDGE_FEISHU_RATE_LIMIT: undefined,
    LARKBRIDGE_FEISHU_EVENTS_MODE: undefined,
    LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_ENABLED: undefined,
    LARKBRIDGE_FEISHU_SERVICES_SINGLE_SIGN_ON_ENABLED: undefined,
    LARKBRIDGE_FEISHU_SERVICES_FEISHU_CLIENT_ACCESS_ENABLED: undefined,
  };
  server = await stage.start(console);
  second = await stage.start(console);
  await listRedirects(stage, server, second);
  await callApi(server, "PUT", `${FEISHU}/draft`, {
    app_id: stage.emulator.appId,
    app_secret: stage.emulator.appSecret,
    open_url: stage.emulator.url,
    accounts_url: stage.emulator.url,
    user_sync: { enabled: true },
    single_sign_on: { enabled: true },
    feishu_client_access: { enabled: true },
  });
  const made = await callApi<FeishuIntegrationView>(server, "POST", FEISHU);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(made.body.services).toMatchObject({
    single_sign_on: { enabled: true, callback_url: `${server.url}/auth/feishu/callback` },
    feishu_client_access: { enabled: true, workbench_url: `${server.url}/workbench` },
  });
  // What ends here is ended by what the test does, not by Feishu's events.
  expect((await callApi(server, "PUT", `${FEISHU}/events`, { mode: "off" })).status).toBe(200);
  await runSync(server);
  people = (await stage.truth()).users.filter(
    ({ listed, status }) => listed && !status["is_frozen"] && !status["is_exited"],
  );
}, 90_000);
afterAll(() => stage.close());

const person = (at: number): string => people[at]?.open_id ?? "";
const userOf = async (open: string) => (await callApi<{ id: string }>(server, "GET", `/users/${open}`)).body.id;
const service = (name: string, enabled: boolean) =>
  callApi<FeishuIntegrationView>(server, "PUT", `${FEISHU}/services/${name}`, { enabled });

/** A browser in which somebody came in with Feishu. */
async function comeIn(open: string): Promise<CookieBrowser> {
  const browser = new CookieBrowser();
  await signInAs(browser, server, open);
  expect(await readMe(browser, server)).not.toBeNull();
  return browser;
}

describe("a session opened with Feishu", () => {
  it("ends on every process when its account is disabled, and when it is deleted", async () => {
    for (const [at, act] of [
      [0, "disable"],
      [1, "delete"],
    ] as const) {
      const browser = await comeIn(person(at));
      const cookie = browser.cookiesOf(server.url).get("larkbridge") ?? "";
      browser.plant(second.url, "larkbridge", cookie);
      expect(await readMe(browser, second)).not.toBeNull();
      const id = await userOf(person(at));
      const answer =
        act === "disable"
          ? await callApi(server, "POST", `/users/${id}/disable`, {})
          : await callApi(server, "DELETE", `/users/${id}`);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      expect(await readMe(browser, second)).toBeNull();
      expect(await readMe(browser, server)).toBeNull();
    }
  });

  it("ends when a sync takes the account away from somebody who left", async () => {
    const browser = await comeIn(person(2));
    await stage.control("POST", `/users/${person(2)}/resign`);
    expect((await runSync(server)).counts.users.disabled).toBe(1);
    expect(await readMe(browser, server)).toBeNull();
  });

  it("ends when the link is taken away, and a session with a password goes on", async () => {
    const browser = await comeIn(person(3));
    const id = await userOf(person(3));
    const link = await callApi<{ url: string }>(server, "POST", `/users/${id}/password-link`);
    const token = new URL(link.body.url).hash.replace("#token=", "");
    const typed = new CookieBrowser();
    const used = await typed.send("POST", `${server.url}/api/v1/password-links`, {
      token,
      password: "a long password",
    });
    const { username } = (await used.json()) as { username: string };
    await typed.send("POST", `${server.url}/api/v1/session`, { username, password: "a long password" });
    expect(await readMe(typed, server)).not.toBeNull();
    const again = await comeIn(person(3));
    expect((await callApi(server, "DELETE", `/users/${id}/links`)).status).toBe(200);
    expect(await readMe(browser, server)).toBeNull();
    expect(await readMe(again, server)).toBeNull();
    expect(await readMe(typed, server)).not.toBeNull();
  });
});

describe("single sign-on", () => {
  it("is offered only while it is on", async () => {
    const read = async () => (await fetch(`${second.url}/api/v1/session/methods`)).json();
    expect(await read()).toEqual({ feishu: true, feishu_client: true });
    await service("single-sign-on", false);
    expect(await read()).toEqual({ feishu: false, feishu_client: true });
    await service("single-sign-on", true);
  });

  it("ends what it opened when it goes off, tells before how many that are, and spares who used a password", async () => {
    const browser = await comeIn(person(4));
    const owner = new CookieBrowser();
    await owner.send("POST", `${server.url}/api/v1/session`, OWNER);
    const before = await callApi<IntegrationConsequencesView>(server, "GET", `${FEISHU}/consequences`);
    expect(before.body).toMatchObject({ feishu_sessions: 1, operators_with_password: 1 });
    expect(before.body.linked_users_without_password).toBeGreaterThan(40);
    expect((await service("single-sign-on", false)).status).toBe(200);
    expect(await readMe(browser, server)).toBeNull();
    expect(await readMe(owner, server)).not.toBeNull();
    const late = new CookieBrowser();
    const start = await late.visit(`${server.url}/auth/feishu/start`);
    expect(locationOf(start, server.url)).toBe(`${server.url}/sign-in/feishu`);
    expect(await readOutcome(late, server)).toMatchObject({ code: "feishu_sign_in_off" });
    await service("single-sign-on", true);
  });

  it("stays on where nobody could manage Larkbridge without it, and so does the integration", async () => {
    const owner = new CookieBrowser();
    await owner.send("POST", `${server.url}/api/v1/session`, OWNER);
    const id = await userOf(OWNER.username);
    // The only operator with a password is somebody who has none in the end.
    const disabled = await stage.sql(`update directory_user set password_hash = null where id = '${id}'`);
    expect(disabled).toBe(1);
    const off = await callApi<{ code: string }>(server, "PUT", `${FEISHU}/services/single-sign-on`, { enabled: false });
    expect([off.status, off.body.code]).toEqual([409, "operator_password_missing"]);
    const removal = await callApi<{ code: string }>(server, "DELETE", `${FEISHU}?confirm=${stage.emulator.appId}`);
    expect([removal.status, removal.body.code]).toEqual([409, "operator_password_missing"]);
  });
});

describe("the entry on Feishu's workbench", () => {
  const inFeishu = () => new CookieBrowser("Mozilla/5.0 Chrome/120 Lark/7.20.1 LarkLocale/zh_CN");
  beforeEach(() => service("feishu-client-access", true));

  /** What the page hands its script. */
  async function open(browser: CookieBrowser, query = "") {
    const answer = await browser.visit(`${server.url}/workbench${query}`);
    const html = await answer.text();
    const read = (name: string) => new RegExp(`data-${name}="([^"]*)"`).exec(html)?.[1] ?? "";
    return {
      answer,
      html,
      app: read("app"),
      state: read("state"),
      fallback: read("fallback").replaceAll("&#38;", "&"),
    };
  }
  const codeFor = async (open_id: string) =>
    (await stage.control<{ code: string }>("POST", "/client-code", { user: open_id })).code;

  it("signs somebody in with a code of the client, without a click, and goes where the link says", async () => {
    const browser = inFeishu();
    const { answer, app, state } = await open(browser, "?to=%2Fportal");
    expect(answer.status).toBe(200);
    expect(app).toBe(stage.emulator.appId);
    const code = await codeFor(person(5));
    const ended = await browser.send("POST", `${server.url}/auth/feishu/client`, { state, code });
    expect(await ended.json()).toEqual({ location: "/portal" });
    expect(await readMe(browser, server)).toMatchObject({ kind: "user", feishu_linked: true });
    const again = await browser.visit(`${server.url}/workbench?to=%2Fusers`);
    expect(locationOf(again, server.url)).toBe(`${server.url}/users`);
  });

  it("admits the client's script on its page alone, and runs nothing written into it", async () => {
    const { answer } = await open(inFeishu());
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain(`script-src 'self' ${new URL(stage.emulator.url).origin};`);
    expect(policy).not.toContain("unsafe-inline");
    expect((await fetch(`${server.url}/workbench.js`)).headers.get("content-type")).toContain("javascript");
  });

  it("falls back to Feishu's page in a browser, and where the client is too old", async () => {
    const browser = new CookieBrowser();
    const answer = await browser.visit(`${server.url}/workbench?to=%2Fportal`);
    const start = locationOf(answer, server.url);
    expect(start).toBe(`${server.url}/auth/feishu/start?from=workbench&return_to=%2Fportal`);
    const { fallback } = await open(inFeishu(), "?to=%2Fportal");
    expect(fallback).toBe("/auth/feishu/start?from=workbench&return_to=%2Fportal");
  });

  it("works in the client while single sign-on is off, and nowhere else", async () => {
    await stage.sql(`update directory_user set password_hash = 'x' where username = '${OWNER.username}'`);
    await service("single-sign-on", false);
    const browser = inFeishu();
    expect((await goToFeishu(browser, server, "?from=workbench")).origin).toBe(stage.emulator.url);
    const outside = await goToFeishu(new CookieBrowser(), server, "?from=workbench");
    expect(outside.pathname).toBe("/sign-in/feishu");
    await service("single-sign-on", true);
  });

  it("says so when it is off", async () => {
    await service("feishu-client-access", false);
    const { answer, html } = await open(inFeishu());
    expect(answer.status).toBe(403);
    expect(html).toContain("在飞书客户端访问未开启");
    expect(html).toContain("Access from the Feishu client is switched off");
  });
});

describe("removing the integration", () => {
  it("ends what Feishu opened", async () => {
    const browser = await comeIn(person(6));
    const removed = await callApi(server, "DELETE", `${FEISHU}?confirm=${stage.emulator.appId}`);
    expect(removed.status, JSON.stringify(removed.body)).toBe(200);
    expect(await readMe(browser, server)).toBeNull();
    expect(await (await fetch(`${server.url}/api/v1/session/methods`)).json()).toEqual({
      feishu: false,
      feishu_client: false,
    });
  });
});
