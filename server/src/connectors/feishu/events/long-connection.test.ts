import { setTimeout as sleepFor } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sendCard } from "../../../../test/support/feishu-card.ts";
import { type Rehearsal, rehearse } from "../../../../test/support/feishu-emulator.ts";
import type { Json } from "../../../core/kernel/json.ts";
import { systemClock } from "../../../platform/clock/clock.ts";
import { systemTiming, type Timing } from "../timing.ts";
import type { FeishuEvent } from "./envelope.ts";
import { type LongConnection, type LongConnectionState, openLongConnection } from "./long-connection.ts";

let rehearsal: Rehearsal;
let connection: LongConnection | undefined;
let heard: FeishuEvent[];
let states: LongConnectionState[];
let refused: string[];
/** What taking an event does. */
let take: (event: FeishuEvent) => Promise<Json | null>;

beforeEach(async () => {
  rehearsal = await rehearse({ users: 20, departments: 4, memberships: 24 });
  await control("PATCH", "/connections", { reconnect_nonce: 1, reconnect_interval: 1 });
  [heard, states, refused] = [[], [], []];
  take = async () => null;
});
afterEach(async () => {
  await connection?.close();
  await rehearsal.emulator.close();
});

const control = (method: string, path: string, body?: unknown) =>
  rehearsal.control<{ events: Record<string, number>; connections: { pings: number; bad_frames: number }[] }>(
    method,
    path,
    body,
  );

/** A second passes in fifty milliseconds, and nobody waits for half a minute. */
const hurried: Timing = {
  ...systemTiming,
  sleep: (ms, signal) => systemTiming.sleep(ms < 25_000 ? ms / 20 : 20, signal),
};

function begin(given: { appSecret?: string; openUrl?: string; timing?: Timing } = {}): void {
  const { url, appId, appSecret } = rehearsal.emulator;
  connection = openLongConnection({
    openUrl: `${url}/`,
    appId,
    appSecret,
    timing: hurried,
    ...given,
    clock: systemClock,
    async onEvent(event) {
      heard.push(event);
      return take(event);
    },
    onRefused: (code) => void refused.push(code),
    onState: (state) => void states.push(state),
    onError: (error) => {
      throw error;
    },
  });
}
const isConnected = () => vi.waitFor(() => expect(states.at(-1)?.state).toBe("connected"), { timeout: 5_000 });
const emit = (event: object = { object: { open_id: "ou_1" } }, more: object = {}) =>
  control("POST", "/events", { type: "contact.user.updated_v3", event, ...more });
const settle = async () => (await control("POST", "/events/settle")).events;

describe("an open connection", () => {
  it("hears of a change, and acknowledges it once it was taken", async () => {
    begin();
    await isConnected();
    let isTaken = false;
    take = async () => {
      await sleepFor(20);
      isTaken = true;
      return null;
    };
    await control("POST", "/users", { name: "张三🙂" });
    expect(await settle()).toMatchObject({ acknowledged: 1, waiting: 0 });
    expect(isTaken).toBe(true);
    expect(heard).toMatchObject([{ type: "contact.user.created_v3", target: { kind: "user" } }]);
  });

  it("is pushed again what was not taken, over the whole schedule and under the same id", async () => {
    begin();
    await isConnected();
    take = async () => {
      throw new Error("the database is away");
    };
    await emit();
    for (const [failures, wait] of [15, 300, 3600].entries()) {
      expect(await settle()).toMatchObject({ acknowledged: 0, waiting: 1, failed: { status: failures + 1 } });
      await control("PUT", "/clock", { advance_seconds: wait });
    }
    expect(await settle()).toMatchObject({ acknowledged: 0, waiting: 1, failed: { status: 4 } });
    take = async () => null;
    await control("PUT", "/clock", { advance_seconds: 21_600 });
    expect(await settle()).toMatchObject({ acknowledged: 1, waiting: 0, given_up: 0 });
    expect([heard.length, new Set(heard.map(({ eventId }) => eventId)).size]).toEqual([5, 1]);
  });

  it("joins payloads that come in pieces, whatever their order", async () => {
    await control("PATCH", "/connections", { chunk_bytes: 64, scramble_chunks: true });
    begin();
    await isConnected();
    await emit({ object: { open_id: "ou_1", name: "李四".repeat(500) } });
    expect(await settle()).toMatchObject({ acknowledged: 1 });
    expect(heard).toHaveLength(1);
  });

  it("gives up a payload of which a piece never comes, says so, and has it when it is pushed again", async () => {
    await control("PATCH", "/connections", { chunk_bytes: 64, lose_chunks: true });
    let jumped = 0;
    begin({ timing: { ...hurried, now: () => systemTiming.now() + jumped } });
    await isConnected();
    await emit();
    await control("PUT", "/clock", { advance_seconds: 3 });
    expect(await settle()).toMatchObject({ acknowledged: 0, failed: { timeout: 1 } });
    jumped = 11_000;
    await control("PATCH", "/connections", { lose_chunks: false });
    await control("PUT", "/clock", { advance_seconds: 15 });
    expect(await settle()).toMatchObject({ acknowledged: 1, waiting: 0 });
    expect([refused, heard.length]).toEqual([["event_incomplete"], 1]);
  });

  it("answers a pressed card on the way back", async () => {
    begin();
    await isConnected();
    take = async ({ card }) => ({ toast: { type: "success", content: `${card?.value["action"]}好` } });
    const press = await sendCard(rehearsal, { action: "approve" });
    expect(await press()).toMatchObject({ client_code: 0, toast: { type: "success", content: "approve好" } });
  });

  it("acknowledges what it cannot read and says so: a repeat would be the same", async () => {
    begin();
    await isConnected();
    await emit({ object: { name: "nobody" } });
    await emit({ object: { open_id: "ou_1" } }, { forgery: { padding_bytes: 1_100_000 } });
    expect(await settle()).toMatchObject({ acknowledged: 2, waiting: 0 });
    expect([...refused].sort()).toEqual(["event_body_too_large", "event_malformed"]);
    expect(heard).toEqual([]);
  });

  it("opens again when it is cut, with or without a word, and misses nothing", async () => {
    begin();
    await isConnected();
    for (const abruptly of [false, true]) {
      const before = states.length;
      await control("POST", "/connections/disconnect", { abruptly });
      await vi.waitFor(
        () => expect(states.slice(before).map(({ state }) => state)).toEqual(["connecting", "connected"]),
        {
          timeout: 5_000,
        },
      );
    }
    await emit();
    expect(await settle()).toMatchObject({ acknowledged: 1 });
  });

  it("says that it lives, and takes a silent other side for gone", async () => {
    await control("PATCH", "/connections", { ping_interval: 12 });
    begin();
    await isConnected();
    await vi.waitFor(async () => {
      const [one] = (await control("GET", "/connections")).connections;
      expect(one?.pings).toBeGreaterThan(1);
      expect(one?.bad_frames).toBe(0);
    });
    expect(states.filter(({ state }) => state === "connected")).toHaveLength(1);
    await control("PATCH", "/connections", { answer_pings: false });
    await vi.waitFor(() => expect(states.filter(({ state }) => state === "connected").length).toBeGreaterThan(1), {
      timeout: 5_000,
    });
  });

  it("ends when it is closed, and waits for what is being taken", async () => {
    begin();
    await isConnected();
    let isTaken = false;
    take = async () => {
      await sleepFor(50);
      isTaken = true;
      return null;
    };
    await emit();
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await connection?.close();
    expect(isTaken).toBe(true);
    expect((await control("GET", "/connections")).connections).toEqual([]);
  });
});

describe("a connection that cannot be opened", () => {
  it.each([
    [514, "refused", "feishu_secret_wrong"],
    [1000040346, "refused", "feishu_app_unknown"],
    [1000040350, "refused", "feishu_connections_exhausted"],
    [403, "refused", "feishu_request_refused"],
    [1, "connecting", "feishu_server_error"],
    [1000040343, "connecting", "feishu_server_error"],
  ])("says why when Feishu answers %d, and is tried again", async (code, state, reason) => {
    await control("PATCH", "/connections", { endpoint_code: code });
    begin();
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ state, reason: { code: reason } }));
    await control("PATCH", "/connections", { endpoint_code: null });
    await isConnected();
  });

  it("because of a wrong secret names it", async () => {
    begin({ appSecret: "wrong" });
    await vi.waitFor(() =>
      expect(states.at(-1)).toMatchObject({ state: "refused", reason: { code: "feishu_secret_wrong" } }),
    );
  });

  it("because the handshake is refused says so", async () => {
    await control("PATCH", "/connections", { handshake_status: 503 });
    begin();
    await vi.waitFor(() =>
      expect(states.at(-1)).toMatchObject({ state: "connecting", reason: { code: "feishu_server_error" } }),
    );
    await control("PATCH", "/connections", { handshake_status: null });
    await isConnected();
  });

  it("because nobody is there does not end the process", async () => {
    begin({ openUrl: "http://127.0.0.1:1" });
    await vi.waitFor(() =>
      expect(states.at(-1)).toMatchObject({ state: "connecting", reason: { code: "feishu_unreachable" } }),
    );
  });
});
