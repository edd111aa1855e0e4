import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";
import { readUserInfo, requestToken } from "./support/sign-in.ts";

const PAGE = "http://localhost:8080/workbench";
const SCRIPT = "/goofy/lark/op/h5-js-sdk-1.5.44.js";

let caller: Caller;
let user = "";
beforeAll(async () => {
  caller = await openCaller();
});
beforeEach(async () => {
  await caller.control("POST", "/reset");
  await caller.control("PUT", "/redirect-urls", { urls: [PAGE] });
  user = (await readSnapshot(caller)).users[3].open_id;
  await caller.control("PUT", "/client-person", { user });
});
afterAll(() => caller.emulator.close());

// biome-ignore lint/suspicious/noExplicitAny: what the script puts on a window
type ClientWindow = any;

/** A page with the script loaded, as far as the script looks at it. */
async function openPage(href = `${PAGE}?from=feishu#top`): Promise<ClientWindow> {
  const { text } = await caller.bare("GET", SCRIPT);
  const window: ClientWindow = {};
  const document = { currentScript: { src: `${caller.emulator.url}${SCRIPT}` } };
  runInNewContext(text, { window, document, location: { href }, fetch, URL, setTimeout });
  await new Promise<void>((resolve) => window.h5sdk.ready(resolve));
  return window;
}

/** What a call of `tt` comes to. */
async function ask(method: "requestAccess" | "requestAuthCode", options: object = {}, href?: string) {
  const { tt } = await openPage(href);
  const { appId } = caller.emulator;
  return new Promise<{ ok: boolean; value: { code: string; state?: string; errno?: number; errCode?: number } }>(
    (resolve) => {
      const success = (value: { code: string }) => resolve({ ok: true, value });
      const fail = (value: { code: string }) => resolve({ ok: false, value });
      const app = method === "requestAccess" ? { appID: appId, scopeList: [] } : { appId };
      tt[method]({ ...app, ...options, success, fail });
    },
  );
}

describe("a page inside the client", () => {
  test("gets a code for the person of the client, which becomes their token without a redirect", async () => {
    const { ok, value } = await ask("requestAccess", { state: "s-1" });
    expect([ok, value.state]).toEqual([true, "s-1"]);
    const { json } = await requestToken(caller, { code: value.code });
    expect((await readUserInfo(caller, json.access_token)).json.data.open_id).toBe(user);
  });

  test("may ask for scopes the app holds, and for no others", async () => {
    const scope = "contact:user.email:readonly";
    const { value } = await ask("requestAccess", { scopeList: [scope] });
    expect((await requestToken(caller, { code: value.code })).json.scope).toContain(scope);
    expect((await ask("requestAccess", { scopeList: ["im:message"] })).ok).toBe(false);
  });

  test("has three minutes for a code of requestAccess and five for one of requestAuthCode", async () => {
    const [access, authCode] = [await ask("requestAccess"), await ask("requestAuthCode")];
    await caller.control("PUT", "/clock", { advance_seconds: 180 });
    expect((await requestToken(caller, { code: access.value.code })).json.code).toBe(20004);
    await caller.control("PUT", "/clock", { advance_seconds: 119 });
    expect((await requestToken(caller, { code: authCode.value.code })).json.code).toBe(0);
  });

  test.each(["requestAccess", "requestAuthCode"] as const)(
    "%s fails with 10236 on a page not listed",
    async (method) => {
      const { ok, value } = await ask(method, {}, `${PAGE}/elsewhere`);
      expect([ok, value.errCode]).toEqual([false, 10236]);
    },
  );

  test("falls back to requestAuthCode in a client that does not know requestAccess", async () => {
    await caller.control("PATCH", "/settings", { request_access: false });
    const { ok, value } = await ask("requestAccess");
    expect([ok, value.errno]).toEqual([false, 103]);
    expect((await ask("requestAuthCode")).ok).toBe(true);
  });

  test("gets nothing where nobody is signed in to the client", async () => {
    expect((await caller.control("PUT", "/client-person", { user: null })).json).toEqual({ user: null });
    const { ok, value } = await ask("requestAccess");
    expect([ok, value.errno]).toEqual([false, 2_700_001]);
  });

  test("gets nothing for an unknown app, an app not enabled, or without an app", async () => {
    expect((await ask("requestAccess", { appID: "cli_00000000000000ff" })).value.errno).toBe(2_700_002);
    expect((await ask("requestAccess", { appID: undefined })).value.errno).toBe(104);
    await caller.control("PATCH", "/app", { enabled: false });
    expect((await ask("requestAccess")).value.errno).toBe(2_700_002);
  });

  test("hears of an emulator that answers nonsense", async () => {
    await caller.control("POST", "/faults", { kind: "cut_json", path: "/h5-js-sdk/*" });
    expect((await ask("requestAccess")).value.errno).toBe(1);
    expect((await caller.bare("POST", "/h5-js-sdk/request-access", {}, "{")).json.failure.errno).toBe(104);
  });
});

describe("the script", () => {
  test("may be loaded by any page, under the versions of its line only", async () => {
    const answer = await caller.bare("GET", SCRIPT);
    expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect((await caller.bare("GET", SCRIPT.replace("44", "30"))).status).toBe(200);
    expect((await caller.bare("GET", "/goofy/lark/op/other.js")).status).toBe(404);
  });
});
