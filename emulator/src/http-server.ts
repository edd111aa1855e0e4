import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { platformRoutes } from "./api/routes.ts";
import { CONTROL_PREFIX, control } from "./control/control.ts";
import { TextLines } from "./control/control-route.ts";
import { type Delivery, spoiltBytes } from "./faults/spoil.ts";
import { answer } from "./gateway/gateway.ts";
import { Router } from "./gateway/router.ts";
import type { Platform } from "./platform.ts";

/** Sockets to platform and control API: reads requests, writes answers, and breaks what a fault says to break. */

const LARGEST_BODY = 1024 * 1024;
/** Lines of a snapshot written between two looks at the event loop. */
const LINES_AT_ONCE = 500;

/** @param url tells the emulator's address once it listens */
export function makeServer(platform: Platform, url: () => string): Server {
  const router = new Router(platformRoutes);
  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    serve(platform, router, url(), request, response).catch((error: unknown) => {
      // A client that leaves in mid-request is its own affair.
      if (request.destroyed && !request.complete) return;
      process.stderr.write(`emulator: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" }).end("emulator failure");
      else response.destroy();
    });
  });
  server.on("upgrade", (request, socket, head) => platform.hub.admit(request, socket, head));
  return server;
}

async function serve(
  platform: Platform,
  router: Router,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const rawBody = await readRequest(request);
  if (rawBody === undefined) {
    response.writeHead(413, { connection: "close" }).end();
    return;
  }
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1));
  const method = request.method ?? "GET";
  if (path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`)) {
    await sendControl(await control(platform, url, { method, path, query, rawBody }), response);
    return;
  }
  platform.statistics.begin();
  response.once("close", () => platform.statistics.end());
  const logId = platform.logIds.next(platform.clock.now());
  const { headers } = request;
  await deliver(answer(platform, router, { method, path, query, headers, rawBody }, logId), logId, response);
}

/** The body as text, also of a GET (the SDK sends one), or undefined when it is too large. */
async function readRequest(request: IncomingMessage): Promise<string | undefined> {
  if (request.headers["content-length"] === undefined && request.headers["transfer-encoding"] === undefined) return "";
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function deliver(delivery: Delivery, logId: string, response: ServerResponse): Promise<void> {
  if (delivery.kind === "silence") return;
  if (delivery.kind === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const { reply, spoil } = delivery;
  if (delivery.delayMs > 0) await delay(delivery.delayMs, undefined, { ref: false });
  if (response.destroyed) return;
  const headers = {
    "content-type": reply.contentType,
    "x-tt-logid": logId,
    "x-request-id": logId.toLowerCase(),
    ...reply.headers,
  };
  if (spoil === "none") {
    // As a string, head and body leave in one write.
    const { body, encoding = "utf8" } = reply;
    const length = encoding === "latin1" ? body.length : Buffer.byteLength(body);
    response.writeHead(reply.status, { ...headers, "content-length": length }).end(body, encoding);
    return;
  }
  const bytes = spoiltBytes(reply, spoil);
  response.writeHead(reply.status, { ...headers, "content-length": bytes.length });
  if (spoil === "truncated") response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
  else response.end(bytes);
}

async function sendControl(
  { status, value }: { status: number; value: unknown },
  response: ServerResponse,
): Promise<void> {
  if (!(value instanceof TextLines)) {
    const bytes = Buffer.from(JSON.stringify(value), "utf8");
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", "content-length": bytes.length });
    response.end(bytes);
    return;
  }
  response.writeHead(status, { "content-type": "application/x-ndjson; charset=utf-8" });
  let [block, lines] = ["", 0];
  for (const line of value.lines) {
    block += line;
    lines += 1;
    if (lines % LINES_AT_ONCE !== 0) continue;
    if (!response.write(block)) await drained(response);
    block = "";
  }
  response.end(block);
}

/** Until the client has taken what was written, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once("drain", resolve);
    response.once("close", resolve);
  });
}
