import type { UserView } from "@larkbridge/contract";
import { expect } from "vitest";
import { type Door, openDoor } from "../signin/feishu-door.ts";
import { CookieBrowser } from "../support/cookie-browser.ts";
import type { TrueUser } from "../support/feishu-emulator.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { exportUsers } from "../support/stage.ts";

/** A company whose people are told things in Feishu, and what each of them has been sent. */

export const MESSAGES = { LARKBRIDGE_FEISHU_SERVICES_MESSAGE_NOTIFICATIONS_ENABLED: "true" };

/** A message as the emulator shows it. */
export interface Delivered {
  readonly message_id: string;
  /** As JSON text. */
  readonly content: string;
}

export interface NoticeDoor extends Door {
  /** People who have joined Feishu and have an address of their own, in the order of the tenant. */
  readonly people: readonly TrueUser[];
  read(person: TrueUser): Promise<Delivered[]>;
  /** What somebody was sent that says so, as soon as it has come. */
  received(person: TrueUser, text: string | RegExp): Promise<Delivered>;
}

export async function openNoticeDoor(env: { readonly [name: string]: string }): Promise<NoticeDoor> {
  const door = await openDoor({ ...MESSAGES, ...env });
  const { users } = await door.stage.truth();
  const read = async (person: TrueUser) => {
    const path = `/messages?user=${person.open_id}&limit=1000`;
    const { messages } = await door.stage.control<{ messages: { message_id: string; content: unknown }[] }>(
      "GET",
      path,
    );
    return messages.map(({ message_id, content }) => ({ message_id, content: JSON.stringify(content) }));
  };
  const find = async (person: TrueUser, text: string | RegExp) =>
    (await read(person)).findLast(({ content }) =>
      typeof text === "string" ? content.includes(text) : text.test(content),
    );
  return {
    ...door,
    read,
    people: users.filter(
      ({ listed, email, status }) =>
        listed &&
        email !== null &&
        status["is_activated"] &&
        !status["is_frozen"] &&
        !status["is_exited"] &&
        !status["is_unjoin"],
    ),
    async received(person, text) {
      await expect.poll(() => find(person, text), { timeout: 20_000, interval: 100 }).toBeDefined();
      return (await find(person, text)) as Delivered;
    },
  };
}

/** Signs in with a password; a new browser unless one is given. */
export async function signIn(
  server: ServerProcess,
  account: { readonly username: string; readonly password: string },
  browser = new CookieBrowser(),
): Promise<CookieBrowser> {
  const answer = await browser.send("POST", `${server.url}/api/v1/session`, account);
  if (answer.status !== 200) throw new Error(`${account.username} could not sign in: ${await answer.text()}`);
  return browser;
}

export async function accountOf(server: ServerProcess, person: TrueUser): Promise<UserView> {
  const found = (await exportUsers(server)).find(({ feishu }) => feishu?.open_id === person.open_id);
  if (!found) throw new Error(`${person.name} has no account`);
  return found;
}
