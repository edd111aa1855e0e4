import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as lark from "@larksuiteoapi/node-sdk";
import type { Caller } from "./caller.ts";

/** Servers and clients that take pushes, as an app would have them. */

export const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, trace: () => {} };

/** One request as it came. */
export interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes
  readonly json: any;
}

export interface Consumer {
  readonly url: string;
  readonly received: Received[];
  /** How the next requests are answered: status and body, or never. */
  answer: { status: number; body: string } | "never";
  close(): Promise<void>;
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/events`, close };
}

/** A webhook that keeps what comes and answers as it is told. */
export async function openConsumer(): Promise<Consumer> {
  const received: Received[] = [];
  const consumer = { received, answer: { status: 200, body: "{}" } as Consumer["answer"] };
  const { url, close } = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      received.push({ headers: request.headers, text, json: JSON.parse(text) });
      const { answer } = consumer;
      if (answer !== "never") response.writeHead(answer.status).end(answer.body);
    });
  });
  return Object.assign(consumer, { url, close });
}

/** A webhook that is the official SDK's dispatcher. */
export async function openDispatcher(dispatcher: lark.EventDispatcher | lark.CardActionHandler) {
  const adapt = lark.adaptDefault("/events", dispatcher, { autoChallenge: true });
  return listen((request, response) => void adapt(request, response));
}

/** Lets the emulator push to a webhook; the URL is not checked first unless `verify` says so. */
export function subscribe(caller: Caller, url: string, more: object = {}) {
  const channel = { mode: "webhook", request_url: url };
  return caller.control("PUT", "/subscription", { events: channel, callbacks: channel, verify: false, ...more });
}

/** The official client of the long connection, once it is connected. */
export async function openWsClient(caller: Caller, dispatcher: lark.EventDispatcher): Promise<lark.WSClient> {
  const { appId, appSecret, url } = caller.emulator;
  let ready = () => {};
  const connected = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const client = new lark.WSClient({ appId, appSecret, domain: url, logger: silent, onReady: () => ready() });
  await client.start({ eventDispatcher: dispatcher });
  await connected;
  return client;
}
