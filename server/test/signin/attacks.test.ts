import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CookieBrowser, locationOf } from "../support/cookie-browser.ts";
import type { TrueUser } from "../support/feishu-emulator.ts";
import { callApi, runSync } from "../support/stage.ts";
import { type Door, goToFeishu, OWNER, openDoor, pickPerson, readMe, readOutcome, signInAs } from "./feishu-door.ts";

/** The attack table of signing in with Feishu: each is refused, tells nothing, and stands in the audit log. */

let door: Door;
let people: readonly TrueUser[];
beforeAll(async () => {
  door = await openDoor();
  await runSync(door.server);
  people = (await door.stage.truth()).users.filter(
    ({ listed, status }) => listed && !status["is_frozen"] && !status["is_exited"],
  );
}, 60_000);
afterAll(() => door.stage.close());

const person = (at: number): string => people[at]?.open_id ?? "";

interface Audited {
  readonly items: readonly {
    readonly action: string;
    readonly after: { readonly why?: string; readonly way?: string };
  }[];
}

/** Expects that a browser was refused for a reason, got no session, and that the audit log says so. */
async function expectRefused(browser: CookieBrowser, code: string): Promise<void> {
  expect(await readOutcome(browser, door.server)).toMatchObject({ ended: "refused", code });
  expect(await readMe(browser, door.server)).toBeNull();
  const audit = await callApi<Audited>(door.server, "GET", "/audit-records?limit=5");
  expect(audit.body.items[0]).toMatchObject({ action: "session.refused", after: { why: code, way: "feishu" } });
}

describe("a sign-in with Feishu that somebody tampers with", () => {
  it("a callback address opens once: sent again it is refused", async () => {
    const browser = new CookieBrowser();
    const back = await pickPerson(browser, await goToFeishu(browser, door.server), person(0));
    await browser.visit(back);
    const thief = new CookieBrowser();
    await thief.visit(back);
    await expectRefused(thief, "feishu_sign_in_expired");
    await browser.visit(back);
    expect(await readOutcome(browser, door.server)).toMatchObject({ code: "feishu_sign_in_expired" });
  });

  it("a stolen state opens nothing in another browser, not even before its owner used it", async () => {
    const owner = new CookieBrowser();
    const back = await pickPerson(owner, await goToFeishu(owner, door.server), person(0));
    const thief = new CookieBrowser();
    await goToFeishu(thief, door.server);
    await thief.visit(back);
    await expectRefused(thief, "feishu_sign_in_expired");
    await owner.visit(back);
    expect(await readMe(owner, door.server)).not.toBeNull();
  });

  it("a code that was spent is refused under a fresh state", async () => {
    const browser = new CookieBrowser();
    const spent = new URL(await pickPerson(browser, await goToFeishu(browser, door.server), person(0)));
    await browser.visit(spent.href);
    const thief = new CookieBrowser();
    const fresh = await goToFeishu(thief, door.server);
    spent.searchParams.set("state", fresh.searchParams.get("state") ?? "");
    await thief.visit(spent.href);
    await expectRefused(thief, "feishu_code_refused");
  });

  it("a code somebody slips into another's sign-in fails at PKCE: nobody lands in a stranger's account", async () => {
    const attacker = new CookieBrowser();
    const own = new URL(await pickPerson(attacker, await goToFeishu(attacker, door.server), person(1)));
    const victim = new CookieBrowser();
    const victims = await goToFeishu(victim, door.server);
    own.searchParams.set("state", victims.searchParams.get("state") ?? "");
    await victim.visit(own.href);
    await expectRefused(victim, "feishu_code_refused");
  });

  it.each([
    ["no state", "?code=abc"],
    ["a state nobody made", `?code=abc&state=${"A".repeat(43)}`],
    ["a state of a thousand characters", `?code=abc&state=${"A".repeat(1000)}`],
    ["nothing at all", ""],
    ["a repeated state", "?state=a&state=b&code=c"],
  ])("%s is refused in words, never a stack trace", async (_, query) => {
    const browser = new CookieBrowser();
    const answer = await browser.visit(`${door.server.url}/auth/feishu/callback${query}`);
    expect(answer.status).toBe(303);
    await expectRefused(browser, "feishu_sign_in_expired");
  });

  it("a state without a code is refused", async () => {
    const browser = new CookieBrowser();
    const authorize = await goToFeishu(browser, door.server);
    await browser.visit(`${door.server.url}/auth/feishu/callback?state=${authorize.searchParams.get("state")}`);
    await expectRefused(browser, "feishu_code_refused");
  });

  it.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "/%09/evil.example",
    "javascript:alert(1)",
    "/auth/feishu/start",
  ])("the way back %s leads to our own start page", async (asked) => {
    const browser = new CookieBrowser();
    const answer = await signInAs(browser, door.server, person(0), `?return_to=${encodeURIComponent(asked)}`);
    const location = new URL(locationOf(answer, door.server.url));
    expect(location.origin).toBe(door.server.url);
  });

  it("a session planted before the sign-in opens nothing after it (session fixation)", async () => {
    const planted = "F".repeat(43);
    const browser = new CookieBrowser();
    browser.plant(door.server.url, "larkbridge", planted);
    await signInAs(browser, door.server, person(0));
    expect(browser.cookiesOf(door.server.url).get("larkbridge")).not.toBe(planted);
    const attacker = new CookieBrowser();
    attacker.plant(door.server.url, "larkbridge", planted);
    expect(await readMe(attacker, door.server)).toBeNull();
  });

  it("a sign-in begun by one session to link is not finished by another", async () => {
    const browser = await door.signInOwner();
    const back = await pickPerson(browser, await goToFeishu(browser, door.server, "?purpose=link"), person(2));
    await browser.send("DELETE", `${door.server.url}/api/v1/session`);
    await browser.visit(back);
    expect(await readOutcome(browser, door.server)).toMatchObject({
      purpose: "link",
      ended: "refused",
      code: "feishu_sign_in_expired",
    });
  });

  it("another site cannot post a code into a browser (login CSRF)", async () => {
    const answer = await fetch(`${door.server.url}/auth/feishu/client`, {
      method: "POST",
      headers: { "content-type": "application/json", "sec-fetch-site": "cross-site" },
      body: JSON.stringify({ state: "x", code: "y" }),
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

describe("who Feishu says it is", () => {
  it("somebody of another company is refused, however they got a code", async () => {
    const browser = new CookieBrowser();
    // The first sign-in pins the tenant where the tenant query did not tell it.
    await signInAs(new CookieBrowser(), door.server, person(0));
    const authorize = await goToFeishu(browser, door.server);
    const { location } = await door.stage.control<{ location: string }>("POST", "/authorize", {
      user: person(1),
      tenant_key: "tk_other_company",
      redirect_uri: authorize.searchParams.get("redirect_uri"),
      state: authorize.searchParams.get("state"),
      code_challenge: authorize.searchParams.get("code_challenge"),
      code_challenge_method: "S256",
    });
    await browser.visit(location);
    await expectRefused(browser, "feishu_other_tenant");
  });

  it("setting an operator's e-mail in Feishu takes no operator's account over", async () => {
    const owners = await callApi<{ id: string }>(door.server, "GET", `/users/${OWNER.username}`);
    const email = "owner@example.com";
    expect((await callApi(door.server, "PATCH", `/users/${owners.body.id}`, { email })).status).toBe(200);
    const attacker = await door.stage.control<TrueUser>("POST", "/users", { name: "Attacker", email });
    const browser = new CookieBrowser();
    await signInAs(browser, door.server, attacker.open_id);
    const me = await readMe(browser, door.server);
    expect(me === null || me.kind !== "user" ? null : me.username).not.toBe(OWNER.username);
    expect(me).toMatchObject({ role: "member", name: "Attacker" });
  });

  it.each([
    ["frozen", "freeze", "thaw"],
    ["resigned", "resign", "restore"],
  ])("somebody %s in Feishu is refused at once, before any sync", async (_, act, undo) => {
    const open = person(5);
    const browser = new CookieBrowser();
    const back = await pickPerson(browser, await goToFeishu(browser, door.server), open);
    await door.stage.control("POST", `/users/${open}/${act}`);
    await browser.visit(back);
    await expectRefused(browser, "feishu_person_inactive");
    await door.stage.control("POST", `/users/${open}/${undo}`);
  });

  it("an account that an operator switched off stays closed, whatever Feishu says", async () => {
    const open = person(6);
    const found = await callApi<{ id: string }>(door.server, "GET", `/users/${open}`);
    expect((await callApi(door.server, "POST", `/users/${found.body.id}/disable`, {})).status).toBe(200);
    const browser = new CookieBrowser();
    await signInAs(browser, door.server, open);
    await expectRefused(browser, "account_inactive");
  });

  it("somebody outside the app's availability is told so", async () => {
    await door.stage.control("PUT", "/availability", { type: "some", user_ids: [person(0)] });
    const browser = new CookieBrowser();
    const back = await pickPerson(browser, await goToFeishu(browser, door.server), person(0)).catch(() => null);
    expect(back).not.toBeNull();
    const outside = new CookieBrowser();
    const authorize = await goToFeishu(outside, door.server);
    const made = await door.stage.control<{ location: string }>("POST", "/authorize", {
      user: person(7),
      redirect_uri: authorize.searchParams.get("redirect_uri"),
      state: authorize.searchParams.get("state"),
      code_challenge: authorize.searchParams.get("code_challenge"),
      code_challenge_method: "S256",
    });
    await outside.visit(made.location);
    await door.stage.control("PUT", "/availability", { type: "all" });
    await expectRefused(outside, "feishu_app_not_available");
  });
});

describe("clocks that differ", () => {
  it.each([
    ["an hour ahead", 3600],
    ["an hour behind", -3600],
  ])("Feishu's clock %s does not keep anybody out", async (_, seconds) => {
    const now = new Date(Date.now() + seconds * 1000).toISOString();
    await door.stage.control("PUT", "/clock", { now });
    const browser = new CookieBrowser();
    await signInAs(browser, door.server, person(8));
    await door.stage.control("PUT", "/clock", { follow: true });
    expect(await readMe(browser, door.server)).not.toBeNull();
  });

  it("a code that lay for more than five minutes is refused by Feishu", async () => {
    const browser = new CookieBrowser();
    const back = await pickPerson(browser, await goToFeishu(browser, door.server), person(8));
    await door.stage.control("PUT", "/clock", { advance_seconds: 301 });
    await browser.visit(back);
    await door.stage.control("PUT", "/clock", { follow: true });
    await expectRefused(browser, "feishu_code_refused");
  });
});
