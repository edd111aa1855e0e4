import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";
import { AUTHORIZE, authorizePath, REDIRECT, requestToken } from "./support/sign-in.ts";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller({ users: 200, departments: 10 });
});
beforeEach(async () => {
  await caller.control("POST", "/reset");
  await caller.control("PUT", "/redirect-urls", { urls: ["http://localhost:8080/other", `${REDIRECT}?ignored=1`] });
});
afterAll(() => caller.emulator.close());

const open = (change: Record<string, string | undefined> = {}, headers: Record<string, string> = {}) =>
  caller.bare("GET", authorizePath(caller, change), headers);
const send = (form: Record<string, string>, change: Record<string, string | undefined> = {}) =>
  caller.bare(
    "POST",
    authorizePath(caller, change),
    { "content-type": "application/x-www-form-urlencoded" },
    String(new URLSearchParams(form)),
  );
const locationOf = (answer: { headers: Headers }) => new URL(answer.headers.get("location") ?? "http://nowhere/");
const cookieOf = (answer: { headers: Headers }) => (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

describe("the authorize page", () => {
  test("asks in the browser's language, with one heading and a label for every field", async () => {
    const chinese = await open();
    expect([chinese.status, chinese.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(chinese.text).toContain('<html lang="zh-CN">');
    const english = await open({}, { "accept-language": "fr, en-GB;q=0.8, zh;q=0.5" });
    expect(english.text).toContain('<html lang="en">');
    expect(english.text.match(/<h1>/g)).toHaveLength(1);
    expect(english.text).toContain('<label for="search">Find people</label>');
    expect(english.text).not.toContain("<script");
  });

  test("shows twenty people, and those a search fits: by name, address, or any id", async () => {
    const buttons = (text: string) => text.match(/name="user"/g)?.length ?? 0;
    expect(buttons((await open()).text)).toBe(20);
    const { users } = await readSnapshot(caller);
    const somebody = users.filter((user) => user.listed && user.email)[150];
    for (const search of [somebody.email, somebody.union_id, somebody.user_id]) {
      expect((await open({ search })).text).toContain(`name="user" value="${somebody.open_id}"`);
    }
    const nobody = await open({ search: "nobody is called this" }, { "accept-language": "en" });
    expect(buttons(nobody.text)).toBe(0);
    expect(nobody.text).toContain("Nobody fits.");
  });

  test("escapes whatever people, apps and links are called", async () => {
    await caller.control("PATCH", "/app", { name: "<i>App</i>" });
    const { text } = await open({ search: "粗体", state: '"><script>alert(1)</script>' });
    expect(text).toContain("&lt;b&gt;粗体&lt;/b&gt;");
    expect(text).toContain("&lt;i&gt;App&lt;/i&gt;");
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(text).not.toMatch(/<script|<i>|<b>/);
  });

  test("cuts a name of ten thousand characters", async () => {
    await caller.control("POST", "/reset", { users: 60, long_names: 1 });
    await caller.control("PUT", "/redirect-urls", { urls: [REDIRECT] });
    const { users } = await readSnapshot(caller);
    const long = users.find((user) => user.name.length === 10_000);
    const { text } = await open({ search: long.open_id });
    expect(text).toContain(`${long.name.slice(0, 80)}…`);
    expect(text).not.toContain(long.name.slice(0, 81));
  });

  test("does not offer people who left, and says who is suspended or may not use the app", async () => {
    const [first, second] = (await readSnapshot(caller)).users;
    await caller.control("POST", `/users/${first.open_id}/freeze`);
    await caller.control("PUT", "/availability", { type: "some", user_ids: [first.open_id] });
    const { text } = await open({}, { "accept-language": "en" });
    expect(text).toContain("suspended");
    expect(text).toContain("may not use this app");
    await caller.control("POST", `/users/${second.open_id}/resign`);
    expect((await open({ search: second.open_id })).text).not.toContain(`name="user" value="${second.open_id}"`);
  });

  test("sends the chosen person back with a code and the state, behind the query and before the fragment", async () => {
    const [user] = (await readSnapshot(caller)).users;
    const redirect_uri = `${REDIRECT}?x=1#/index`;
    const answer = await send({ user: user.open_id }, { redirect_uri, state: "a b&c" });
    expect(answer.status).toBe(302);
    const location = locationOf(answer);
    expect(`${location.origin}${location.pathname}${location.hash}`).toBe(`${REDIRECT}#/index`);
    expect([location.searchParams.get("x"), location.searchParams.get("state")]).toEqual(["1", "a b&c"]);
    const code = location.searchParams.get("code") ?? "";
    expect(code).toMatch(/^[A-Za-z0-9_-]{64,}$/);
    expect((await requestToken(caller, { code, redirect_uri })).json.code).toBe(0);
  });

  test("sends back who denies, with an error and the state", async () => {
    expect((await send({ deny: "1" })).headers.get("location")).toBe(`${REDIRECT}?error=access_denied&state=s-1`);
    const silent = await send({ deny: "1" }, { state: undefined });
    expect(silent.headers.get("location")).toBe(`${REDIRECT}?error=access_denied`);
  });

  test("takes a person named in its address without asking, for scripts", async () => {
    const { users } = await readSnapshot(caller);
    const somebody = users.find((user) => user.listed && user.email);
    const answer = await open({ emulator_user: somebody.email });
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([302, null]);
    expect(locationOf(answer).searchParams.get("code")).toBeTruthy();
    expect((await open({ emulator_user: "nobody" })).text).toContain("20008");
  });
});

describe("a browser signed in to Feishu", () => {
  test("is sent on silently, unless the app asks for consent or for a new scope", async () => {
    const [user] = (await readSnapshot(caller)).users;
    const cookie = cookieOf(await send({ user: user.open_id }));
    expect((await open({}, { cookie })).status).toBe(302);
    const asked = await open({ prompt: "consent" }, { cookie, "accept-language": "en" });
    expect(asked.status).toBe(200);
    expect(asked.text).toContain("Continue as");
    const scope = "contact:user.email:readonly";
    expect((await open({ scope }, { cookie })).status).toBe(200);
    await send({ user: user.open_id }, { scope });
    expect((await open({ scope }, { cookie })).status).toBe(302);
  });

  test("forgets the person by the page's own link, and who left the company", async () => {
    const [user] = (await readSnapshot(caller)).users;
    const cookie = cookieOf(await send({ user: user.open_id }));
    const { text } = await open({ prompt: "consent" }, { cookie });
    const link = (/href="([^"]+)"/.exec(text)?.[1] ?? "").replaceAll("&amp;", "&");
    const forgotten = await caller.bare("GET", link, { cookie });
    expect([forgotten.status, cookieOf(forgotten)]).toEqual([200, "feishu_emulator_person="]);
    expect(forgotten.headers.get("set-cookie")).toContain("Max-Age=0");
    await caller.control("POST", `/users/${user.open_id}/resign`);
    expect((await open({}, { cookie })).status).toBe(200);
  });
});

describe("an authorization that cannot be", () => {
  const scopes = (count: number) => Array.from({ length: count }, (_, place) => `a:b${place}`).join(" ");

  test.each<[string, Record<string, string | undefined>, number]>([
    ["without a client", { client_id: undefined }, 20001],
    ["of an unknown app", { client_id: "cli_00000000000000ff" }, 20048],
    ["without a redirect", { redirect_uri: undefined }, 20001],
    ["with a redirect that is not listed", { redirect_uri: "http://localhost:8080/callback/" }, 20029],
    ["without a response type", { response_type: undefined }, 20001],
    ["of another response type", { response_type: "token" }, 20063],
    ["with a scope the app does not hold", { scope: "contact:user.email:readonly im:message" }, 20027],
    ["with more than fifty scopes", { scope: scopes(51) }, 20063],
    ["with an unknown challenge method", { code_challenge: "x".repeat(43), code_challenge_method: "S512" }, 20063],
    ["with a challenge of the wrong length", { code_challenge: "x".repeat(42), code_challenge_method: "S256" }, 20063],
    ["with a challenge method alone", { code_challenge_method: "S256" }, 20063],
  ])("%s shows %o → %i and sends nobody anywhere", async (_, change, code) => {
    for (const answer of [await open(change), await send({ deny: "1" }, change)]) {
      expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
      expect(answer.text).toContain(String(code));
    }
  });

  test("shows the reason in the browser's language", async () => {
    const change = { redirect_uri: "http://evil.example/" };
    expect((await open(change, { "accept-language": "en" })).text).toContain("not on this app&#39;s list");
    expect((await open(change)).text).toContain("重定向 URL 不在");
  });

  test("is every one while the list of redirect URLs is empty, as it is at first", async () => {
    await caller.control("POST", "/reset");
    expect((await caller.control("GET", "/redirect-urls")).json).toEqual({ urls: [] });
    expect((await open()).text).toContain("20029");
  });

  test("is every one of an app that is not enabled", async () => {
    await caller.control("PATCH", "/app", { enabled: false });
    expect((await open()).text).toContain("20069");
  });
});

describe("the page as an API", () => {
  test("is counted, is limited to 50 calls a second, and breaks when told to", async () => {
    const limited = await openCaller({ rateLimit: true, now: () => 0 });
    await limited.control("PUT", "/redirect-urls", { urls: [REDIRECT] });
    const statuses = [];
    for (let call = 0; call < 51; call += 1) statuses.push((await limited.bare("GET", authorizePath(limited))).status);
    expect([new Set(statuses.slice(0, 50)), statuses.at(-1)]).toEqual([new Set([200]), 429]);
    await limited.control("POST", "/faults", { kind: "http_500", path: AUTHORIZE });
    expect((await limited.bare("GET", authorizePath(limited))).status).toBe(500);
    const { per_api } = (await limited.control("GET", "/statistics")).json;
    expect(per_api[`GET ${AUTHORIZE}`]).toEqual({ calls: 52, rate_limited: 1, failed: 2 });
    await limited.emulator.close();
  });
});
