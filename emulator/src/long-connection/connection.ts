import { randomUUID } from "node:crypto";
import type { RawData, WebSocket } from "ws";
import type { PushOutcome } from "../events/outcome.ts";
import { type ConnectionSettings, clientConfig } from "./connection-settings.ts";
import { CONTROL, DATA, decodeFrame, encodeFrame, type Frame, FrameMistake } from "./frame.ts";

/** The number in the address that clients echo in every frame. */
export const SERVICE_ID = 33_554_678;

const ACKNOWLEDGED = 200;

/** One client's connection: answers pings, pushes payloads in frames, waits for acknowledgements. */
export class Connection {
  readonly id: string;
  readonly appId: string;
  readonly connectedAt: number;
  readonly counts = { pings: 0, pushed: 0, acknowledged: 0, refused: 0, bad_frames: 0 };
  readonly #socket: WebSocket;
  readonly #settings: ConnectionSettings;
  readonly #unanswered = new Map<string, (outcome: PushOutcome) => void>();
  #sequence = 0;

  constructor(id: string, appId: string, connectedAt: number, socket: WebSocket, settings: ConnectionSettings) {
    this.id = id;
    this.appId = appId;
    this.connectedAt = connectedAt;
    this.#socket = socket;
    this.#settings = settings;
    socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    socket.on("close", () => this.#lose());
  }

  /** @param body wire text of the envelope */
  push(body: string, deadline: AbortSignal): Promise<PushOutcome> {
    const messageId = randomUUID();
    this.counts.pushed += 1;
    return new Promise((resolve) => {
      const end = (outcome: PushOutcome) => {
        this.#unanswered.delete(messageId);
        resolve(outcome);
      };
      deadline.addEventListener("abort", () => end({ kind: "failed", cause: "timeout" }), { once: true });
      this.#unanswered.set(messageId, end);
      for (const frame of this.#framesOf(Buffer.from(body, "latin1"), messageId)) this.#socket.send(encodeFrame(frame));
    });
  }

  /** @param abruptly without a closing handshake, as when a machine dies */
  disconnect(abruptly: boolean): void {
    if (abruptly) this.#socket.terminate();
    else this.#socket.close(1000, "closed by the platform");
  }

  #framesOf(payload: Buffer, messageId: string): Frame[] {
    const { chunkBytes, scrambleChunks, loseChunks } = this.#settings;
    const sum = Math.max(1, Math.ceil(payload.length / chunkBytes));
    this.#sequence += 1;
    const frames = Array.from({ length: sum }, (_, seq) => ({
      seqId: this.#sequence,
      logId: this.#sequence,
      service: SERVICE_ID,
      method: DATA,
      headers: {
        type: "event",
        message_id: messageId,
        sum: String(sum),
        seq: String(seq),
        trace_id: messageId,
        timestamp: String(this.connectedAt),
      },
      payload: payload.subarray(seq * chunkBytes, (seq + 1) * chunkBytes),
    }));
    const sent = loseChunks && sum > 1 ? frames.slice(0, -1) : frames;
    return scrambleChunks ? sent.reverse() : sent;
  }

  #receive(data: RawData, isBinary: boolean): void {
    try {
      if (!isBinary) throw new FrameMistake("text");
      const frame = decodeFrame(data as Buffer);
      if (frame.method === CONTROL) this.#answerPing(frame);
      else this.#readAcknowledgement(frame);
    } catch (error) {
      if (!(error instanceof FrameMistake)) throw error;
      this.counts.bad_frames += 1;
    }
  }

  #answerPing(frame: Frame): void {
    if (frame.headers["type"] !== "ping") return;
    this.counts.pings += 1;
    if (!this.#settings.answerPings) return;
    const payload = Buffer.from(JSON.stringify(clientConfig(this.#settings)));
    const pong = { seqId: 0, logId: 0, service: frame.service, method: CONTROL, headers: { type: "pong" }, payload };
    this.#socket.send(encodeFrame(pong));
  }

  /** `{"code":200,"data":"<base64>"}`; every other code is a refusal. An answer nobody waits for any more is ignored. */
  #readAcknowledgement(frame: Frame): void {
    const end = this.#unanswered.get(frame.headers["message_id"] ?? "");
    if (end === undefined) return;
    const { code, data } = readReply(frame.payload);
    if (code !== ACKNOWLEDGED) {
      this.counts.refused += 1;
      end({ kind: "failed", cause: "status", status: code });
      return;
    }
    this.counts.acknowledged += 1;
    end({ kind: "acknowledged", answer: Buffer.from(data, "base64").toString("utf8") });
  }

  #lose(): void {
    for (const end of [...this.#unanswered.values()]) end({ kind: "failed", cause: "connection_lost" });
  }
}

function readReply(payload: Uint8Array): { code: number; data: string } {
  try {
    const reply = JSON.parse(Buffer.from(payload).toString("utf8")) as { code?: unknown; data?: unknown };
    return {
      code: typeof reply.code === "number" ? reply.code : 0,
      data: typeof reply.data === "string" ? reply.data : "",
    };
  } catch {
    throw new FrameMistake("the reply is no JSON");
  }
}
