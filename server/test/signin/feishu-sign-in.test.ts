import type { SyncRunView } from "@larkbridge/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CookieBrowser, locationOf } from "../support/cookie-browser.ts";
import type { TrueUser } from "../support/feishu-emulator.ts";
import { callApi, runSync } from "../support/stage.ts";
import { type Door, goToFeishu, openDoor, pickPerson, readMe, readOutcome, signInAs } from "./feishu-door.ts";

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
const isUser = (open_id: string) => people.find((one) => one.open_id === open_id);

describe("a person whose account is linked", () => {
  it("comes in with Feishu and goes on to where they wanted to", async () => {
    const browser = new CookieBrowser();
    const answer = await signInAs(browser, door.server, person(0), "?return_to=%2Fportal%3Fa%3D1");
    expect(answer.status).toBe(303);
    expect(locationOf(answer, door.server.url)).toBe(`${door.server.url}/portal?a=1`);
    expect(await readMe(browser, door.server)).toMatchObject({
      kind: "user",
      name: isUser(person(0))?.name,
      feishu_linked: true,
      proved_until: null,
    });
  });

  it("goes to Feishu with a state, a PKCE challenge and the registered address, and nothing else of ours", async () => {
    const authorize = await goToFeishu(new CookieBrowser(), door.server, "?return_to=%2Fusers");
    expect(authorize.origin).toBe(door.stage.emulator.url);
    expect(Object.fromEntries(authorize.searchParams)).toEqual({
      client_id: door.stage.emulator.appId,
      response_type: "code",
      redirect_uri: `${door.server.url}/auth/feishu/callback`,
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    });
  });

  it("may sign in in two tabs at once, and each goes its own way", async () => {
    const browser = new CookieBrowser();
    const first = await goToFeishu(browser, door.server, "?return_to=%2Ffirst");
    const second = await goToFeishu(browser, door.server, "?return_to=%2Fsecond");
    const backOfSecond = await pickPerson(browser, second, person(1));
    const backOfFirst = await pickPerson(browser, first, person(1));
    expect(locationOf(await browser.visit(backOfSecond), door.server.url)).toBe(`${door.server.url}/second`);
    expect(locationOf(await browser.visit(backOfFirst), door.server.url)).toBe(`${door.server.url}/first`);
  });

  it("is told in words when they say no on Feishu's page", async () => {
    const browser = new CookieBrowser();
    const authorize = await goToFeishu(browser, door.server);
    const state = authorize.searchParams.get("state");
    const answer = await browser.visit(`${door.server.url}/auth/feishu/callback?error=access_denied&state=${state}`);
    expect(locationOf(answer, door.server.url)).toBe(`${door.server.url}/sign-in/feishu`);
    expect(await readOutcome(browser, door.server)).toMatchObject({
      purpose: "sign_in",
      ended: "refused",
      code: "feishu_sign_in_denied",
    });
    expect(await readMe(browser, door.server)).toBeNull();
  });
});

describe("a person who has no account yet", () => {
  it("gets one from the one planner, with sync on, and comes in", async () => {
    const fresh = await door.stage.control<TrueUser>("POST", "/users", { name: "新人 🌱", email: "fresh@example.com" });
    const browser = new CookieBrowser();
    const answer = await signInAs(browser, door.server, fresh.open_id);
    expect(locationOf(answer, door.server.url)).toBe(`${door.server.url}/`);
    expect(await readMe(browser, door.server)).toMatchObject({ name: "新人 🌱", email: "fresh@example.com" });
    const runs = await callApi<{ items: SyncRunView[] }>(door.server, "GET", "/sync-runs?trigger=sign_in");
    expect(runs.body.items[0]).toMatchObject({
      trigger: "sign_in",
      status: "succeeded",
      counts: { users: { created: 1 } },
    });
  });

  it("is told to wait where Feishu does not tell enough about them", async () => {
    const fresh = await door.stage.control<TrueUser>("POST", "/users", { name: "Unread", email: "unread@example.com" });
    const browser = new CookieBrowser();
    const back = await pickPerson(browser, await goToFeishu(browser, door.server), fresh.open_id);
    const fault = { kind: "code", code: 40003, path: "/open-apis/contact/v3/*", nth: "every" };
    const { id } = await door.stage.control<{ id: string }>("POST", "/faults", fault);
    await browser.visit(back);
    await door.stage.control("DELETE", `/faults/${id}`);
    expect(await readOutcome(browser, door.server)).toMatchObject({ ended: "refused", code: "feishu_person_waiting" });
  }, 60_000);
});

describe("somebody who is signed in", () => {
  it("links themself, an owner too, after proving the password; and takes the link away again", async () => {
    const browser = await door.signInOwner();
    const boss = await door.stage.control<TrueUser>("POST", "/users", { name: "Boss", email: "boss@example.com" });
    await signInAs(browser, door.server, boss.open_id, "?purpose=link&return_to=%2Fme");
    expect(await readOutcome(browser, door.server)).toMatchObject({
      purpose: "link",
      ended: "linked",
      account: { username: "olivia" },
      person: { name: "Boss" },
      return_to: "/me",
    });
    expect(await readMe(browser, door.server)).toMatchObject({ username: "olivia", feishu_linked: true });
    const other = new CookieBrowser();
    await signInAs(other, door.server, boss.open_id);
    expect(await readMe(other, door.server)).toMatchObject({ username: "olivia" });
    expect((await browser.send("DELETE", `${door.server.url}/api/v1/me/feishu-link`)).status).toBe(200);
    expect(await readMe(other, door.server)).toBeNull();
    expect(await readMe(browser, door.server)).toMatchObject({ feishu_linked: false });
  });

  it("may not link somebody who has an account already", async () => {
    const browser = await door.signInOwner();
    await signInAs(browser, door.server, person(3), "?purpose=link");
    expect(await readOutcome(browser, door.server)).toMatchObject({
      ended: "refused",
      code: "feishu_person_linked_elsewhere",
    });
  });

  it("tries a sign-in out and hears whom it would open, while nothing changes", async () => {
    const browser = await door.signInOwner();
    await signInAs(browser, door.server, person(4), "?purpose=test");
    expect(await readOutcome(browser, door.server)).toMatchObject({
      purpose: "test",
      ended: "tested",
      code: null,
      account: { name: isUser(person(4))?.name },
    });
    expect(await readMe(browser, door.server)).toMatchObject({ username: "olivia" });
  });

  it.each(["link", "test"])("and nobody else begins a %s", async (purpose) => {
    const browser = new CookieBrowser();
    const start = await browser.visit(`${door.server.url}/auth/feishu/start?purpose=${purpose}`);
    expect(locationOf(start, door.server.url)).toBe(`${door.server.url}/sign-in/feishu`);
    expect(await readOutcome(browser, door.server)).toMatchObject({ ended: "refused", code: "unauthenticated" });
  });
});
