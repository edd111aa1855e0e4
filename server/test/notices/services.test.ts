import type { MessageView, UserView } from "@larkbridge/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DOOR } from "../signin/feishu-door.ts";
import type { TrueUser } from "../support/feishu-emulator.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { callApi, runSync } from "../support/stage.ts";
import { accountOf, MESSAGES, type NoticeDoor, openNoticeDoor } from "./notice-door.ts";

/** What becomes of messages when services are switched off or the integration is removed (S15, S16). */

const OFF = { LARKBRIDGE_FEISHU_SERVICES_MESSAGE_NOTIFICATIONS_ENABLED: "false" };
let door: NoticeDoor;
let people: readonly [TrueUser, TrueUser];
let accounts: readonly UserView[];

beforeAll(async () => {
  door = await openNoticeDoor({});
  const [first, second] = door.people;
  if (!first || !second) throw new Error("the tenant is too small");
  people = [first, second];
  expect((await runSync(door.server)).status).toBe("succeeded");
  accounts = await Promise.all(people.map((person) => accountOf(door.server, person)));
  await door.server.stop();
}, 60_000);
afterAll(() => door.stage.close());

/** Disables both people and enables them again: each is told of it, or not. */
async function disableBoth(server: ServerProcess): Promise<void> {
  for (const act of ["disable", "enable"])
    for (const { id } of accounts) expect((await callApi(server, "POST", `/users/${id}/${act}`)).status).toBe(200);
}

/** How the message to each of the two stands, and why. */
async function standings(server: ServerProcess): Promise<(readonly [string, string | null] | null)[]> {
  const { items } = (await callApi<{ items: MessageView[] }>(server, "GET", "/messages?limit=50")).body;
  return accounts.map(({ id }) => {
    const message = items.find(({ user }) => user.id === id);
    return message ? ([message.state, message.reason?.code ?? null] as const) : null;
  });
}
const delivered = async () => (await Promise.all(people.map((person) => door.read(person)))).flat().length;

/** Waits until everything that has happened was handed on. */
async function handedOn(): Promise<void> {
  const wait = () => door.stage.sql("update outbox set topic = topic");
  await expect.poll(wait, { timeout: 10_000, interval: 100 }).toBe(0);
}

it("nothing is sent while message notifications are off", { timeout: 60_000 }, async () => {
  const server = await door.stage.start({ ...DOOR, ...OFF });
  await disableBoth(server);
  await handedOn();
  expect(await standings(server)).toEqual([null, null]);
  expect(await delivered()).toBe(0);
  await server.stop();
});

it("with sync and single sign-on off, only a verified Feishu e-mail is written to", { timeout: 60_000 }, async () => {
  const server = await door.stage.start({
    ...{ ...DOOR, ...MESSAGES },
    LARKBRIDGE_FEISHU_SERVICES_USER_SYNC_ENABLED: "false",
    LARKBRIDGE_FEISHU_SERVICES_SINGLE_SIGN_ON_ENABLED: "false",
  });
  const [mia, ben] = accounts;
  await door.stage.sql(
    `insert into feishu_email values ('${mia?.id}', '${people[0].email}', now()), ('${ben?.id}', '${people[1].email}', null)`,
  );
  await disableBoth(server);
  await expect
    .poll(() => standings(server), { timeout: 15_000 })
    .toEqual([
      ["sent", null],
      ["refused", "message_recipient_without_email"],
    ]);
  expect(await delivered()).toBe(1);
  await server.stop();
});

it("once the integration is removed nothing is sent: what waits says why, and nothing more is queued", {
  timeout: 60_000,
}, async () => {
  await door.stage.sql("delete from message");
  const unset = Object.keys(door.stage.env).filter((name) => name.startsWith("LARKBRIDGE_FEISHU_"));
  const server = await door.stage.start({
    ...Object.fromEntries(unset.map((name) => [name, undefined])),
    LARKBRIDGE_ADMIN_USERNAME: DOOR.LARKBRIDGE_ADMIN_USERNAME,
    LARKBRIDGE_ADMIN_PASSWORD: DOOR.LARKBRIDGE_ADMIN_PASSWORD,
  });
  const path = "/integrations/feishu/services";
  for (const [service, body] of [
    ["user-sync", { enabled: true }],
    ["message-notifications", { enabled: true }],
  ] as const)
    expect((await callApi(server, "PUT", `${path}/${service}`, body)).status).toBe(200);
  await door.stage.control("POST", "/faults", { kind: "http_500", path: "/open-apis/im/v1/messages", nth: "every" });
  await disableBoth(server);
  await expect
    .poll(async () => (await standings(server)).map((one) => one?.[0]), { timeout: 15_000 })
    .toEqual(["queued", "queued"]);
  const removed = await callApi(server, "DELETE", `/integrations/feishu?confirm=${door.stage.emulator.appId}`);
  expect(removed.status).toBe(200);
  await door.stage.control("DELETE", "/faults");
  await expect
    .poll(() => standings(server), { timeout: 15_000 })
    .toEqual([
      ["queued", "message_integration_missing"],
      ["queued", "message_integration_missing"],
    ]);
  await door.stage.sql("delete from message");
  await disableBoth(server);
  await handedOn();
  expect(await standings(server)).toEqual([null, null]);
  expect(await delivered()).toBe(1);
  await server.stop();
});
