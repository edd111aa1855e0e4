import * as lark from "@larksuiteoapi/node-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller } from "./support/caller.ts";
import { type Consumer, openConsumer, openDispatcher, silent, subscribe } from "./support/consumer.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
const KEY = "emu-encrypt-key-01";

let caller: Caller;
let consumer: Consumer;
beforeEach(async () => {
  caller = await openCaller({ now: () => START });
  consumer = await openConsumer();
});
afterEach(async () => {
  await caller.emulator.close();
  await consumer.close();
});

const settle = async () => (await caller.control("POST", "/events/settle")).json.events;
const advance = (seconds: number) => caller.control("PUT", "/clock", { advance_seconds: seconds });
const hire = (name: string) => caller.control("POST", "/users", { name });
const emit = (more: object = {}) =>
  caller.control("POST", "/events", { type: "contact.user.created_v3", event: { object: {} }, ...more });

describe("the official dispatcher", () => {
  test("answers the challenge, decrypts, accepts the signature and hears of a hire", async () => {
    const heard: { event_id?: string; object?: { name: string } }[] = [];
    const dispatcher = new lark.EventDispatcher({ encryptKey: KEY, logger: silent }).register({
      "contact.user.created_v3": (data) => {
        heard.push(data as (typeof heard)[number]);
      },
    });
    const server = await openDispatcher(dispatcher);
    const set = await subscribe(caller, server.url, { encrypt_key: KEY, verify: true });
    expect(set.status).toBe(200);
    await hire("张三🙂");
    expect(await settle()).toMatchObject({ emitted: 1, acknowledged: 1, waiting: 0 });
    expect(heard.map((event) => event.object?.name)).toEqual(["张三🙂"]);
    // What is signed wrongly it drops, with an answer that ends the matter.
    await emit({ forgery: { signature: "wrong" } });
    await settle();
    expect(heard).toHaveLength(1);
    await server.close();
  });
});

describe("a request URL", () => {
  test("that does not answer the challenge is refused, and nothing is changed", async () => {
    const refused = await subscribe(caller, consumer.url, { encrypt_key: KEY, verify: true });
    expect([refused.status, refused.json.error.code]).toEqual([400, "challenge_failed"]);
    expect((await caller.control("GET", "/subscription")).json).toMatchObject({
      events: { mode: "long_connection" },
      encrypt_key: null,
    });
    expect(consumer.received[0]?.headers["x-lark-signature"]).toBeUndefined();
  });
});

describe("a push", () => {
  test("in the clear carries the header of schema 2.0 and no signature", async () => {
    await subscribe(caller, consumer.url, { verification_token: "vt-1" });
    await emit();
    await settle();
    const [request] = consumer.received;
    expect(request?.headers["x-lark-signature"]).toBeUndefined();
    expect(request?.json).toMatchObject({
      schema: "2.0",
      header: { event_type: "contact.user.created_v3", token: "vt-1", app_id: caller.emulator.appId },
    });
    expect(request?.json.header.create_time).toBe(String(START));
  });

  test("that fails is repeated after 15 s, 5 min, 1 h and 6 h under one event id, then given up", async () => {
    await subscribe(caller, consumer.url);
    consumer.answer = { status: 500, body: "" };
    await emit();
    await settle();
    for (const [place, wait] of [15, 300, 3600, 21_600].entries()) {
      await advance(wait - 1);
      await settle();
      expect(consumer.received).toHaveLength(place + 1);
      await advance(1);
      await settle();
      expect(consumer.received).toHaveLength(place + 2);
    }
    await advance(86_400);
    expect(await settle()).toMatchObject({ attempts: 5, retried: 4, given_up: 1, waiting: 0, failed: { status: 5 } });
    expect(new Set(consumer.received.map(({ json }) => json.header.event_id)).size).toBe(1);
  });

  test("that is not answered fails after 3 s, a dead address at once, and both are repeated", async () => {
    await subscribe(caller, consumer.url);
    consumer.answer = "never";
    await emit();
    await advance(3);
    expect(await settle()).toMatchObject({ failed: { timeout: 1 }, waiting: 1 });
    consumer.answer = { status: 200, body: "{}" };
    await advance(15);
    expect(await settle()).toMatchObject({ acknowledged: 1, waiting: 0 });
    await subscribe(caller, "http://127.0.0.1:1/events");
    await emit();
    expect(await settle()).toMatchObject({ failed: { timeout: 1, tcp: 1 } });
  });

  test("can be forged as an attacker would", async () => {
    await subscribe(caller, consumer.url);
    await emit({
      forgery: { app_id: "cli_other", tenant_key: "t", verification_token: "x", padding_bytes: 2_000_000 },
    });
    await settle();
    expect(consumer.received[0]?.json.header).toMatchObject({ app_id: "cli_other", tenant_key: "t", token: "x" });
    expect(consumer.received[0]?.text.length).toBeGreaterThan(2_000_000);
  });
});

describe("disturbances", () => {
  const disturb = (body: object) => caller.control("PUT", "/events/disturbance", body);
  const names = () => consumer.received.map(({ json }) => json.header.event_id as string);

  test("duplicate what was acknowledged, under the same id; a known event is pushed again on request", async () => {
    await subscribe(caller, consumer.url);
    await disturb({ duplicate_share: 1 });
    const { json } = await emit();
    expect(await settle()).toMatchObject({ emitted: 1, attempts: 2, duplicated: 1, waiting: 0 });
    await caller.control("POST", `/events/${json.event_id}/push`);
    await settle();
    expect(names()).toEqual([json.event_id, json.event_id, json.event_id]);
  });

  test("drop a share, the same events for the same seed, and scatter the rest in time", async () => {
    await subscribe(caller, consumer.url);
    await disturb({ drop_share: 0.5, scatter_seconds: 10 });
    const made: string[] = [];
    for (let event = 0; event < 40; event += 1) made.push((await emit()).json.event_id);
    await advance(10);
    const { dropped, acknowledged } = await settle();
    expect(dropped + acknowledged).toBe(40);
    expect(dropped).toBeGreaterThan(5);
    expect(acknowledged).toBeGreaterThan(5);
    const inOrder = made.filter((id) => names().includes(id));
    expect(names()).not.toEqual(inOrder);
  });

  test("hold everything back until it is let go", async () => {
    await subscribe(caller, consumer.url);
    await disturb({ hold: true });
    await emit();
    expect(await settle()).toMatchObject({ attempts: 0, waiting: 1 });
    await disturb({ hold: false });
    expect(await settle()).toMatchObject({ acknowledged: 1 });
  });
});

test("a reset forgets what was on its way", async () => {
  await subscribe(caller, consumer.url);
  consumer.answer = { status: 500, body: "" };
  await emit();
  await settle();
  await caller.control("POST", "/reset");
  await advance(86_400);
  expect(await settle()).toMatchObject({ emitted: 0, attempts: 0 });
  expect(consumer.received).toHaveLength(1);
});
