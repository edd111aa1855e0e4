import type { IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import type { Json } from "../../../core/kernel/json.ts";
import { FeishuFailure } from "../failure.ts";
import type { Timing } from "../timing.ts";
import { makeChunkJoiner } from "./chunks.ts";
import { type ConnectionAddress, clientConfig, connectionFailure, withConfig } from "./endpoint.ts";
import { MAX_ENVELOPE_BYTES } from "./envelope.ts";
import { CONTROL, DATA, decodeFrame, type Frame, FrameMalformed, pingFrame, replyTo } from "./frame.ts";
import type { Pace } from "./reconnect.ts";

/** Bytes that mean nothing, a payload larger than any event, or one of which a piece never came. */
export type FrameRefusal = "event_malformed" | "event_body_too_large" | "event_incomplete";

/** What a connection has for whoever opened it. */
export interface SocketEvents {
  /**
   * A whole payload. It is acknowledged with what is given back; when this throws, Feishu is told so and pushes it again
   * (feishu contract 9.2).
   */
  readonly onPayload: (payload: Buffer) => Promise<Json | null>;
  readonly onRefused: (code: FrameRefusal) => void;
  readonly onPace: (pace: Pace) => void;
}

export interface OpenSocket {
  /** Settles when the connection has ended, whoever ended it and however. Never rejects. */
  readonly ended: Promise<void>;
  /** Closes it, and gives the other side a moment to agree. */
  close(): void;
}

const HANDSHAKE_MS = 10_000;
/** After a ping this much silence means that nobody is there any more. */
const SILENCE_MS = 10_000;
const CLOSE_MS = 2_000;
/** A machine that died says nothing; the system finds out this way. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Opens one connection.
 *
 * @throws FeishuFailure where it is refused or not reached; the signal's reason when it fires
 */
export async function openSocket(
  address: ConnectionAddress,
  events: SocketEvents,
  timing: Timing,
  signal: AbortSignal,
): Promise<OpenSocket> {
  const socket = new WebSocket(address.url, {
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MAX_ENVELOPE_BYTES + 64 * 1024,
    perMessageDeflate: false,
    followRedirects: false,
  });
  // For as long as it lives: a socket that complains and is not heard would end the process.
  socket.on("error", () => undefined);
  await opened(socket, address, signal);
  return run(socket, address, events, timing);
}

function opened(socket: WebSocket, { url }: ConnectionAddress, signal: AbortSignal): Promise<void> {
  const { host } = new URL(url);
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      socket.terminate();
      reject(signal.reason);
    };
    const settle = (how: () => void) => {
      signal.removeEventListener("abort", onAbort);
      how();
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("upgrade", (response: IncomingMessage) => response.socket.setKeepAlive(true, KEEP_ALIVE_MS));
    socket.once("open", () => settle(resolve));
    socket.once("unexpected-response", (request, response) => {
      settle(() => reject(refusalOf(response, host)));
      request.destroy();
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      const cause = typeof error.code === "string" && /^[A-Z0-9_]{1,60}$/.test(error.code) ? { cause: error.code } : {};
      settle(() => reject(new FeishuFailure("feishu_unreachable", { host, ...cause })));
    });
  });
}

/** The reason of a refused handshake stands in headers (feishu contract 9.1). */
function refusalOf({ headers, statusCode: status = 0 }: IncomingMessage, host: string): FeishuFailure {
  const code = Number(headers["handshake-autherrcode"] || headers["handshake-status"] || 0);
  if (Number.isInteger(code) && code !== 0) return connectionFailure(code, { host, status });
  return new FeishuFailure(status >= 500 ? "feishu_server_error" : "feishu_request_refused", { host, status });
}

function run(socket: WebSocket, address: ConnectionAddress, events: SocketEvents, timing: Timing): OpenSocket {
  const over = new AbortController();
  const joiner = makeChunkJoiner();
  let { pace } = address;
  let heard = false;

  function send(bytes: Buffer): void {
    if (socket.readyState === WebSocket.OPEN) socket.send(bytes, () => undefined);
  }

  async function takeData(frame: Frame): Promise<void> {
    const begun = timing.now();
    const { message_id: messageId = "", sum = "1", seq = "0" } = frame.headers;
    const lostBefore = joiner.lost;
    const joined = joiner.add({ messageId, sum: Number(sum), seq: Number(seq), bytes: frame.payload }, begun);
    for (let lost = lostBefore; lost < joiner.lost; lost++) events.onRefused("event_incomplete");
    if (joined.kind === "waiting") return;
    let answer: { readonly code: number; readonly data?: string };
    if (joined.kind === "refused") {
      events.onRefused(joined.cause === "too_large" ? "event_body_too_large" : "event_malformed");
      // It would be the same the next time.
      answer = { code: 200 };
    } else {
      answer = await answerTo(joined.payload);
    }
    const took = String(Math.round(timing.now() - begun));
    send(replyTo(frame, ["biz_rt", took], Buffer.from(JSON.stringify(answer))));
  }

  async function answerTo(payload: Buffer) {
    try {
      const answer = await events.onPayload(payload);
      return answer === null
        ? { code: 200 }
        : { code: 200, data: Buffer.from(JSON.stringify(answer)).toString("base64") };
    } catch {
      // Whoever takes payloads has told of it; here it only means that it was not taken.
      return { code: 500 };
    }
  }

  function takeControl({ headers, payload }: Frame): void {
    if (headers["type"] !== "pong" || payload.length === 0) return;
    const told = clientConfig.safeParse(parse(payload));
    if (told.success) {
      pace = withConfig(pace, told.data);
      events.onPace(pace);
    } else {
      events.onRefused("event_malformed");
    }
  }

  async function keepAlive(): Promise<void> {
    for (;;) {
      heard = false;
      send(pingFrame(address.service));
      const wait = Math.min(SILENCE_MS, pace.pingSeconds * 1000);
      await timing.sleep(wait, over.signal);
      if (!heard) return socket.terminate();
      await timing.sleep(Math.max(0, pace.pingSeconds * 1000 - wait), over.signal);
    }
  }

  socket.on("message", (data, isBinary) => {
    heard = true;
    try {
      if (!isBinary || !Buffer.isBuffer(data)) throw new FrameMalformed("text");
      const frame = decodeFrame(data);
      if (frame.method === CONTROL) takeControl(frame);
      else if (frame.method === DATA) void takeData(frame);
    } catch (error) {
      if (!(error instanceof FrameMalformed)) throw error;
      events.onRefused("event_malformed");
    }
  });
  const ended = new Promise<void>((resolve) => {
    socket.once("close", () => {
      over.abort();
      resolve();
    });
  });
  keepAlive().catch(() => undefined);
  return {
    ended,
    close() {
      socket.close(1000);
      const cut = setTimeout(() => socket.terminate(), CLOSE_MS);
      void ended.then(() => clearTimeout(cut));
    },
  };
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString("utf8"));
  } catch {
    return undefined;
  }
}
