import * as lark from "@larksuiteoapi/node-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Caller, openCaller } from "./support/caller.ts";
import { openWsClient, silent } from "./support/consumer.ts";

const START = Date.parse("2026-01-01T00:00:00Z");

let caller: Caller;
let clients: lark.WSClient[];
beforeEach(async () => {
  caller = await openCaller({ now: () => START });
  clients = [];
});
afterEach(async () => {
  for (const client of clients) client.close({ force: true });
  await caller.emulator.close();
});

/** A client that keeps what it hears. */
async function connect(heard: string[] = [], handle: () => Promise<void> = async () => {}): Promise<string[]> {
  const dispatcher = new lark.EventDispatcher({ logger: silent }).register({
    "contact.user.created_v3": (data) => {
      heard.push((data as { object: { name: string } }).object.name);
      return handle();
    },
  });
  clients.push(await openWsClient(caller, dispatcher));
  return heard;
}

const settle = async () => (await caller.control("POST", "/events/settle")).json.events;
const advance = (seconds: number) => caller.control("PUT", "/clock", { advance_seconds: seconds });
const hire = (name: string) => caller.control("POST", "/users", { name });
const set = (settings: object) => caller.control("PATCH", "/connections", settings);
const ask = (body: unknown) => caller.bare("POST", "/callback/ws/endpoint", {}, body);

describe("the official client", () => {
  test("connects, pings, hears of a hire and acknowledges it", async () => {
    const heard = await connect();
    await hire("张三🙂");
    expect(await settle()).toMatchObject({ acknowledged: 1, attempts: 1 });
    expect(heard).toEqual(["张三🙂"]);
    const { connections } = (await caller.control("GET", "/connections")).json;
    expect(connections).toMatchObject([{ pings: 1, pushed: 1, acknowledged: 1, bad_frames: 0 }]);
    const count = await caller.get("/event/v1/connection");
    expect(count.json.data.online_instance_cnt).toBe(1);
  });

  test("joins chunks, in order or not", async () => {
    const heard = await connect();
    await set({ chunk_bytes: 100 });
    await hire("一");
    await settle();
    await set({ scramble_chunks: true });
    await hire("二");
    expect(await settle()).toMatchObject({ acknowledged: 2 });
    expect(heard).toEqual(["一", "二"]);
  });

  test("is pushed to again when a chunk was lost and no acknowledgement came within 3 s", async () => {
    const heard = await connect();
    await set({ chunk_bytes: 100, lose_chunks: true });
    await hire("一");
    await advance(3);
    expect(await settle()).toMatchObject({ failed: { timeout: 1 }, waiting: 1 });
    await set({ lose_chunks: false });
    await advance(15);
    expect(await settle()).toMatchObject({ acknowledged: 1, waiting: 0 });
    expect(heard).toEqual(["一"]);
  });

  test("is pushed to again when its handler failed", async () => {
    let failures = 1;
    const heard = await connect([], async () => {
      failures -= 1;
      if (failures >= 0) throw new Error("not now");
    });
    await hire("一");
    expect(await settle()).toMatchObject({ failed: { status: 1 } });
    await advance(15);
    expect(await settle()).toMatchObject({ acknowledged: 1 });
    expect(heard).toEqual(["一", "一"]);
  });
});

describe("several connections", () => {
  test("share the events: each goes to exactly one", async () => {
    const [first, second] = [await connect(), await connect()];
    for (let person = 0; person < 30; person += 1) await hire(`人${person}`);
    expect(await settle()).toMatchObject({ acknowledged: 30, attempts: 30 });
    expect(first.length * second.length).toBeGreaterThan(0);
    expect(new Set([...first, ...second]).size).toBe(30);
    expect(first.length + second.length).toBe(30);
  });

  test("end at the limit, and at a wrong secret, an unknown app, no credentials", async () => {
    await connect();
    await set({ most_connections: 1 });
    const { appId, appSecret } = caller.emulator;
    const codes = [];
    for (const body of [
      { AppID: appId, AppSecret: appSecret },
      { AppID: appId, AppSecret: "wrong" },
      { AppID: "cli_x", AppSecret: appSecret },
      {},
    ]) {
      const { json } = await ask(body);
      expect(json.data).toEqual({});
      codes.push(json.code);
    }
    expect(codes).toEqual([1000040350, 514, 1000040346, 1000040344]);
    await set({ endpoint_code: 1 });
    expect((await ask({ AppID: appId, AppSecret: appSecret })).json.code).toBe(1);
  });
});

describe("a connection cut by the platform", () => {
  test("loses nothing: what finds nobody waits for its retry, and a new client gets it", async () => {
    await connect();
    const { json } = await caller.control("POST", "/connections/disconnect", { abruptly: true });
    expect(json.disconnected).toHaveLength(1);
    for (const client of clients) client.close({ force: true });
    await hire("一");
    expect(await settle()).toMatchObject({ attempts: 1, acknowledged: 0, waiting: 1 });
    const heard = await connect();
    await advance(15);
    expect(await settle()).toMatchObject({ acknowledged: 1, waiting: 0 });
    expect(heard).toEqual(["一"]);
  });

  test("a ticket is good for one connection", async () => {
    const { appId, appSecret } = caller.emulator;
    const { URL: address } = (await ask({ AppID: appId, AppSecret: appSecret })).json.data;
    const open = () =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(address);
        socket.addEventListener("open", () => resolve("open"));
        socket.addEventListener("error", () => resolve("refused"));
      });
    expect([await open(), await open()]).toEqual(["open", "refused"]);
    expect(new URL(address).search).toMatch(/^\?fpid=.*&service_id=\d+&/);
  });
});
