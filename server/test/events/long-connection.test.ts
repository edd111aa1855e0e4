import type { FeishuEventsView } from "@larkbridge/contract";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { sendCard } from "../support/feishu-card.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { callApi, type Stage, setStage } from "../support/stage.ts";

let stage: Stage;
let servers: ServerProcess[];
beforeAll(async () => {
  stage = await setStage();
  await stage.control("PATCH", "/connections", { reconnect_nonce: 1, reconnect_interval: 1 });
  const events = { LARKBRIDGE_FEISHU_EVENTS_MODE: "long_connection" };
  servers = await Promise.all([stage.start(events), stage.start(events)]);
}, 60_000);
afterAll(() => stage.close());

const state = async (server: ServerProcess) =>
  (await callApi<FeishuEventsView>(server, "GET", "/integrations/feishu/events")).body;
const connections = async () => (await stage.control<{ connections: unknown[] }>("GET", "/connections")).connections;
const emit = () =>
  stage.control("POST", "/events", { type: "contact.user.updated_v3", event: { object: { open_id: "ou_1" } } });
const settle = async () => (await stage.control<{ events: Record<string, number> }>("POST", "/events/settle")).events;
const isConnected = (server: ServerProcess) =>
  vi.waitFor(async () => expect((await state(server)).state).toBe("connected"), { timeout: 15_000, interval: 200 });

it("two processes keep one connection, and when its owner is killed the other has it within 15 seconds; nothing is lost", {
  timeout: 60_000,
}, async () => {
  const [one, two] = servers as [ServerProcess, ServerProcess];
  await isConnected(one);
  const { owner } = await state(two);
  expect(await state(one)).toMatchObject({ mode: "long_connection", owner, reason: null });
  expect(await connections()).toHaveLength(1);
  const [first, heir] = owner?.endsWith(`:${one.pid}`) ? [one, two] : [two, one];
  await emit();
  expect(await settle()).toMatchObject({ acknowledged: 1 });

  const killed = performance.now();
  await first.kill();
  await emit();
  await vi.waitFor(async () => expect((await state(heir)).owner).toMatch(new RegExp(`:${heir.pid}$`)), {
    timeout: 15_000,
    interval: 100,
  });
  await isConnected(heir);
  const took = performance.now() - killed;
  expect(took).toBeLessThan(15_000);
  await stage.control("PUT", "/clock", { advance_seconds: 15 });
  expect(await settle()).toMatchObject({ acknowledged: 2, waiting: 0 });
  expect((await state(heir)).received).toEqual([{ type: "contact.user.updated_v3", count: 2 }]);
  expect(await connections()).toHaveLength(1);
  servers = [heir];
});

it("an event of another app is counted and not kept; a pressed card is answered on the way back", async () => {
  const [server] = servers as [ServerProcess];
  const forgery = { app_id: "cli_fedcba9876543210" };
  await stage.control("POST", "/events", { type: "x", event: {}, forgery });
  await settle();
  expect((await state(server)).refused).toMatchObject([{ code: "event_app_wrong", count: 1 }]);
  expect((await state(server)).received).toHaveLength(1);
  const press = await sendCard(stage, { action: "approve" });
  expect(await press()).toMatchObject({ client_code: 0, toast: { type: "error" } });
});

it("a process whose database connection is cut gives the right up and takes it again", {
  timeout: 30_000,
}, async () => {
  const [server] = servers as [ServerProcess];
  const before = (await state(server)).connected_since;
  await stage.sql("update feishu_long_connection set owner_name = 'cut'");
  await stage.sql(
    "create table cut as select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 19525",
  );
  await vi.waitFor(
    async () => {
      const { state: now, connected_since: since, owner } = await state(server);
      expect(now === "connected" && since !== before && owner !== "cut").toBe(true);
    },
    { timeout: 15_000, interval: 200 },
  );
  expect(await connections()).toHaveLength(1);
});

it("what is changed counts within seconds and without a restart: the secret, the way of events, the integration itself", {
  timeout: 60_000,
}, async () => {
  const { emulator } = stage;
  await stage.control("PATCH", "/app", { secret: "another-secret" });
  // The same app from the console: what a file declares is read-only there.
  for (const server of servers.splice(0)) await server.stop();
  const server = await stage.start({ LARKBRIDGE_FEISHU_APP_ID: undefined, LARKBRIDGE_FEISHU_APP_SECRET: undefined });
  const put = (path: string, body: object) =>
    callApi<{ code?: string }>(server, "PUT", `/integrations/feishu${path}`, body);
  expect((await put("/events", { mode: "long_connection" })).status).toBe(200);
  await vi.waitFor(async () => expect((await state(server)).reason?.code).toBe("feishu_secret_wrong"), {
    timeout: 15_000,
    interval: 200,
  });
  expect((await state(server)).reason?.cure).toMatch(/App Secret/);
  expect((await put("/secret", { app_secret: "another-secret" })).status).toBe(200);
  await isConnected(server);

  expect((await put("/events", { mode: "off" })).status).toBe(200);
  await vi.waitFor(async () => expect(await connections()).toEqual([]), { timeout: 10_000, interval: 200 });
  expect(await state(server)).toMatchObject({ mode: "off", state: "off", owner: null });

  expect((await put("/events", { mode: "webhook" })).body.code).toBe("event_keys_missing");
  expect((await put("/events", { mode: "webhook", encrypt_key: "k-1" })).body.code).toBe("event_keys_missing");
  expect((await put("/events", { mode: "webhook", encrypt_key: "k-1", verification_token: "t-1" })).status).toBe(200);
  expect(await state(server)).toMatchObject({ mode: "webhook", webhook: { has_keys: true } });
  expect((await put("/events", { mode: "long_connection" })).status).toBe(200);
  expect((await put("/events", { mode: "webhook" })).status).toBe(200);
  expect((await put("/events", { mode: "long_connection" })).status).toBe(200);
  await isConnected(server);

  const removed = await callApi(server, "DELETE", `/integrations/feishu?confirm=${emulator.appId}`);
  expect(removed.status).toBe(200);
  expect(await stage.sql("update feishu_connection set settings = settings where event_encrypt_key is not null")).toBe(
    0,
  );
  await vi.waitFor(async () => expect(await connections()).toEqual([]), { timeout: 10_000, interval: 200 });
  expect((await callApi(server, "GET", "/integrations/feishu/events")).status).toBe(409);
  expect(server.output()).not.toContain("another-secret");
});
