import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as lark from "@larksuiteoapi/node-sdk";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { systemClock } from "../../../platform/clock/clock.ts";
import { openLongConnection } from "./long-connection.ts";

/** A platform that writes down what its clients send, byte for byte. */

const APP = { appId: "cli_0123456789abcdef", appSecret: "secret" };
const EVENT = {
  schema: "2.0",
  header: { event_id: "ev-1", event_type: "card.action.trigger", token: "t", app_id: APP.appId, tenant_key: "tk" },
  event: {
    operator: { open_id: "ou_1" },
    token: "c-1",
    action: { tag: "button", value: { action: "approve" } },
    context: { open_message_id: "om_1" },
  },
};
const ANSWER = { toast: { type: "success", content: "好" } };

interface Noted {
  readonly asked: {
    readonly path: string;
    readonly contentType: string;
    readonly locale: unknown;
    readonly body: unknown;
  };
  readonly frames: readonly string[];
}

let platform: Server;
let sockets: WebSocketServer;
let asked: Noted["asked"][];
let frames: string[];
let socket: WebSocket | undefined;

beforeEach(async () => {
  [asked, frames] = [[], []];
  platform = createServer((request, response) => {
    void answerAddress(request).then((body) => response.setHeader("content-type", "application/json").end(body));
  });
  sockets = new WebSocketServer({ noServer: true });
  platform.on("upgrade", (request, raw, head) =>
    sockets.handleUpgrade(request, raw, head, (opened) => {
      socket = opened;
      opened.on("message", (data: Buffer) => frames.push(data.toString("hex")));
    }),
  );
  await new Promise<void>((resolve) => platform.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  for (const client of sockets.clients) client.terminate();
  platform.closeAllConnections();
  await new Promise((resolve) => platform.close(resolve));
});

const baseUrl = () => `127.0.0.1:${(platform.address() as AddressInfo).port}`;

async function answerAddress(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  asked.push({
    path: `${request.method} ${request.url}`,
    contentType: request.headers["content-type"]?.split(";")[0] ?? "",
    locale: request.headers["locale"],
    body: JSON.parse(Buffer.concat(chunks).toString()),
  });
  const URL = `ws://${baseUrl()}/ws/v2?fpid=493&device_id=7&service_id=33554678&ticket=t`;
  const ClientConfig = { ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 120 };
  return JSON.stringify({ code: 0, msg: "", data: { URL, ClientConfig } });
}

/** Fields in the order of their numbers. Numbers stay within 53 bits: beyond them the official client rounds, and ours does not. */
function eventFrame(): Buffer {
  const bytes = (field: number, value: Buffer | string) => {
    const content = Buffer.from(value);
    const length = content.length < 128 ? [content.length] : [(content.length % 128) + 128, content.length >> 7];
    return Buffer.concat([Buffer.from([field * 8 + 2, ...length]), content]);
  };
  const header = (key: string, value: string) => bytes(5, Buffer.concat([bytes(1, key), bytes(2, value)]));
  return Buffer.concat([
    Buffer.from("08feffffffffffff0f" + "10ffffffffffffff0f" + "18b6828010" + "2001", "hex"),
    ...[header("type", "event"), header("message_id", "m-1"), header("sum", "1"), header("seq", "0")],
    header("trace_id", "trace-1"),
    bytes(8, JSON.stringify(EVENT)),
    bytes(9, "log-1"),
  ]);
}

/** How long the work took is each client's own affair. */
const withoutTime = (frame: string) => frame.replace(/2a..0a0662697a5f727412(..)((?:3.|2d)+?)(?=42)/, "<biz_rt>");

async function note(open: () => Promise<() => unknown>): Promise<Noted> {
  const close = await open();
  await vi.waitFor(() => expect(frames).toHaveLength(1), { timeout: 5_000 });
  socket?.send(eventFrame());
  await vi.waitFor(() => expect(frames).toHaveLength(2), { timeout: 5_000 });
  const noted = { asked: asked[0] as Noted["asked"], frames: frames.map(withoutTime) };
  await close();
  [asked, frames] = [[], []];
  return noted;
}

it("asks, pings and acknowledges byte for byte as Feishu's official client does", async () => {
  const official = await note(async () => {
    const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, trace: () => {} };
    const client = new lark.WSClient({ ...APP, domain: `http://${baseUrl()}`, logger: silent });
    const dispatcher = new lark.EventDispatcher({ logger: silent });
    await client.start({ eventDispatcher: dispatcher.register({ "card.action.trigger": () => ANSWER }) });
    return () => client.close({ force: true });
  });
  const ours = await note(async () => {
    const connection = openLongConnection({
      ...APP,
      ...{ openUrl: `http://${baseUrl()}`, clock: systemClock },
      onEvent: async () => ANSWER,
      ...{ onRefused: () => undefined, onState: () => undefined, onError: () => undefined },
    });
    return () => connection.close();
  });
  expect(ours.asked).toEqual(official.asked);
  expect(ours.frames[0]).toBe(official.frames[0]);
  expect([ours.frames[1], official.frames[1]].map((frame) => frame?.includes("<biz_rt>"))).toEqual([true, true]);
  expect(ours.frames[1]).toBe(official.frames[1]);
});
