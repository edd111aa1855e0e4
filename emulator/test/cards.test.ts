import * as lark from "@larksuiteoapi/node-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller, readSnapshot } from "./support/caller.ts";
import { type Consumer, openConsumer, openDispatcher, openWsClient, silent, subscribe } from "./support/consumer.ts";

const CARD = {
  schema: "2.0",
  body: {
    elements: [
      {
        tag: "button",
        text: { tag: "plain_text", content: "Open" },
        behaviors: [{ type: "open_url", default_url: "https://a.example" }],
      },
      {
        tag: "button",
        text: { tag: "plain_text", content: "Approve" },
        behaviors: [{ type: "callback", value: { action: "approve" } }],
      },
      {
        tag: "button",
        text: { tag: "plain_text", content: "Hold" },
        behaviors: [{ type: "callback", value: { action: "hold" } }],
      },
    ],
  },
};
const DONE = { schema: "2.0", body: { elements: [{ tag: "markdown", content: "Done" }] } };
const ANSWER = { toast: { type: "success", content: "好" }, card: { type: "raw", data: DONE } };
const KEY = "emu-encrypt-key-01";

let caller: Caller;
let consumer: Consumer;
let messageId: string;
// biome-ignore lint/suspicious/noExplicitAny: lines of the snapshot
let people: any[];
beforeEach(async () => {
  caller = await openCaller({ now: () => Date.parse("2026-01-01T00:00:00Z") });
  consumer = await openConsumer();
  people = (await readSnapshot(caller)).users.filter((user) => user.listed && !user.status.is_exited);
  const body = { receive_id: people[0].open_id, msg_type: "interactive", content: JSON.stringify(CARD) };
  messageId = (await caller.post("/im/v1/messages?receive_id_type=open_id", body)).json.data.message_id;
});
afterEach(async () => {
  await caller.emulator.close();
  await consumer.close();
});

const press = async (body: object = {}) => (await caller.control("POST", `/messages/${messageId}/press`, body)).json;
const shown = async () => (await caller.control("GET", `/messages/${messageId}`)).json;
const answer = (value: unknown) => {
  consumer.answer = { status: 200, body: typeof value === "string" ? value : JSON.stringify(value) };
};

/** The official dispatcher with the callback's handler. */
function makeDispatcher(heard: unknown[], encryptKey?: string) {
  const handles = {
    "card.action.trigger": (data: unknown) => {
      heard.push(data);
      return ANSWER;
    },
  };
  return new lark.EventDispatcher({ logger: silent, ...(encryptKey === undefined ? {} : { encryptKey }) }).register(
    handles,
  );
}

describe("a pressed button", () => {
  test("tells the official dispatcher by webhook who pressed what where, and the card becomes its answer", async () => {
    const heard: unknown[] = [];
    const server = await openDispatcher(makeDispatcher(heard, KEY));
    await subscribe(caller, server.url, { encrypt_key: KEY, verify: true });
    expect(await press({ button: "Hold" })).toMatchObject({ client_code: 0, toast: ANSWER.toast, card_updated: true });
    expect(heard).toMatchObject([
      {
        event_type: "card.action.trigger",
        operator: { open_id: people[0].open_id, union_id: people[0].union_id },
        action: { tag: "button", value: { action: "hold" } },
        context: { open_message_id: messageId },
      },
    ]);
    expect((heard[0] as { create_time: string }).create_time).toHaveLength(16);
    expect(await shown()).toMatchObject({ updates: 1, content: DONE });
    await server.close();
  });

  test("does so by the long connection too", async () => {
    const heard: unknown[] = [];
    const client = await openWsClient(caller, makeDispatcher(heard));
    expect(await press()).toMatchObject({ client_code: 0, toast: ANSWER.toast, card_updated: true });
    expect(heard).toMatchObject([{ action: { value: { action: "approve" } } }]);
    client.close({ force: true });
  });

  test("shows the person what went wrong with the app's answer, and nothing is repeated", async () => {
    const codes = [(await press()).client_code];
    await subscribe(caller, consumer.url);
    consumer.answer = { status: 500, body: "" };
    codes.push((await press()).client_code);
    for (const wrong of [
      "no json",
      { toast: 1 },
      { card: { type: "raw", data: { schema: "2.0", odd: 1 } } },
      { card: { type: "raw", data: {} } },
    ]) {
      answer(wrong);
      codes.push((await press()).client_code);
    }
    await subscribe(caller, "http://127.0.0.1:1/");
    codes.push((await press()).client_code);
    expect(codes).toEqual([200340, 200671, 200672, 200672, 200673, 200830, 200342]);
    expect(consumer.received).toHaveLength(5);
    expect((await shown()).updates).toBe(0);
  });

  test("waits 3 s for the answer", async () => {
    await subscribe(caller, consumer.url);
    consumer.answer = "never";
    const pressed = press();
    await caller.control("PUT", "/clock", { advance_seconds: 2 });
    await expect.poll(() => consumer.received.length).toBe(1);
    await caller.control("PUT", "/clock", { advance_seconds: 3 });
    expect(await pressed).toMatchObject({ client_code: 200341, cause: "timeout" });
  });

  test("can be forged: another operator, another message, another app, a wrong signature", async () => {
    await subscribe(caller, consumer.url, { encrypt_key: KEY });
    await press({
      user: people[1].open_id,
      operator: { open_id: "ou_forged" },
      context: { open_message_id: "om_other" },
      forgery: { app_id: "cli_other", signature: "wrong", plaintext: true },
    });
    expect(consumer.received[0]?.json).toMatchObject({
      header: { app_id: "cli_other" },
      event: {
        operator: { open_id: "ou_forged", union_id: people[1].union_id },
        context: { open_message_id: "om_other" },
      },
    });
  });
});

test("a card without a button that calls back cannot be pressed", async () => {
  await subscribe(caller, consumer.url);
  answer(ANSWER);
  expect((await press()).card_updated).toBe(true);
  expect((await press()).error.code).toBe("button_unknown");
  expect(consumer.received).toHaveLength(1);
});

describe("a token of a callback", () => {
  const update = async (token: string, card: object = DONE) =>
    (await caller.post("/interactive/v1/card/update", { token, card })).json.code;

  test("updates the card twice within half an hour", async () => {
    await subscribe(caller, consumer.url);
    const { token } = await press();
    expect([await update(token), await update(token), await update(token)]).toEqual([0, 0, 300040]);
    expect(await shown()).toMatchObject({ updates: 2, content: DONE });
  });

  test("ends after half an hour, and nobody can make one up", async () => {
    await subscribe(caller, consumer.url);
    const { token } = await press();
    await caller.control("PUT", "/clock", { advance_seconds: 1800 });
    expect([await update(token), await update("c-made-up")]).toEqual([300030, 300031]);
  });
});
