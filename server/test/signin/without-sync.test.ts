import type { UserView } from "@larkbridge/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CookieBrowser } from "../support/cookie-browser.ts";
import type { TrueUser } from "../support/feishu-emulator.ts";
import { callApi } from "../support/stage.ts";
import { type Door, openDoor, readMe, readOutcome, signInAs } from "./feishu-door.ts";

/** Single sign-on without user and organization sync (product.md 5.7): it links by e-mail and creates nobody. */

let door: Door;
beforeAll(async () => {
  door = await openDoor({
    LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_ENABLED: "false",
    LARKBRIDGE_FEISHU_SUPPORT_BUILT_IN_USERS: "true",
  });
}, 60_000);
afterAll(() => door.stage.close());

const addPerson = (name: string, email: string | null) =>
  door.stage.control<TrueUser>("POST", "/users", { name, ...(email === null ? {} : { email }) });
async function addAccount(name: string, email: string): Promise<UserView> {
  const made = await callApi<UserView>(door.server, "POST", "/users", { name, email });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}
async function comeIn(person: TrueUser) {
  const browser = new CookieBrowser();
  await signInAs(browser, door.server, person.open_id);
  return { me: await readMe(browser, door.server), outcome: await readOutcome(browser, door.server) };
}

describe("single sign-on without sync", () => {
  it("links somebody at their first sign-in to the account with their address, and knows them from then on", async () => {
    const account = await addAccount("Shen Yan", "shen.yan@example.com");
    const person = await addPerson("沈砚", "Shen.Yan@Example.com");
    expect((await comeIn(person)).me).toMatchObject({ id: account.id, feishu_linked: true });
    await door.stage.control("PATCH", `/users/${person.open_id}`, { email: "another@example.com" });
    expect((await comeIn(person)).me).toMatchObject({ id: account.id });
  });

  it("creates nobody: whoever has no account is told so", async () => {
    for (const person of [await addPerson("Nobody", "nobody@example.com"), await addPerson("No address", null)]) {
      const { me, outcome } = await comeIn(person);
      expect(me).toBeNull();
      expect(outcome).toMatchObject({
        ended: "refused",
        code: "feishu_person_unlinked",
        person: { name: person.name },
      });
    }
  });

  it("gives an account to the first of two Feishu people who share an address, and never to the second", async () => {
    await addAccount("Shared", "shared@example.com");
    const [first, second] = [await addPerson("甲", "shared@example.com"), await addPerson("乙", "shared@example.com")];
    expect((await comeIn(first)).me).not.toBeNull();
    expect((await comeIn(second)).outcome).toMatchObject({ ended: "refused", code: "feishu_person_unlinked" });
  });

  it("never hands an operator's account to whoever holds their address in Feishu", async () => {
    const account = await addAccount("Admin", "admin@example.com");
    expect((await callApi(door.server, "PUT", `/operators/${account.id}`, { role: "administrator" })).status).toBe(200);
    const attacker = await addPerson("Attacker", "admin@example.com");
    expect((await comeIn(attacker)).outcome).toMatchObject({ ended: "refused", code: "feishu_person_unlinked" });
  });
});
