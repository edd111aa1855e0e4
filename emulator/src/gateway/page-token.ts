import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { drawFromText } from "../tenant/random.ts";

const PAYLOAD_BYTES = 16;
const MAC_BYTES = 8;

/**
 * Page tokens: opaque, bound to query and app, expiring (feishu-contract 2.6). They always hold `+`, `/` and `=`, which
 * a client has to encode. What follows is remembered by the last record, so a change in mid-list shifts nothing.
 */
export class PageTokens {
  lifetimeSeconds = 7200;
  readonly #secret = randomBytes(32);
  readonly #dead = new Set<string>();

  /** @param query names the list: path, app and parameters, page size and token left out */
  make(query: string, last: number, now: number): string {
    const payload = Buffer.alloc(PAYLOAD_BYTES);
    payload.writeUInt32BE(drawFromText(7, query), 0);
    payload.writeUInt32BE(last, 4);
    payload.writeDoubleBE(now, 8);
    return `${this.#sign(payload).toString("base64")}+/${payload.toString("base64")}`;
  }

  /** The last record the client has, or undefined when the token is not good for this query now. */
  read(query: string, token: string, now: number): number | undefined {
    const [mac, body] = [token.slice(0, 12), token.slice(14)];
    const payload = Buffer.from(body, "base64");
    const given = Buffer.from(mac, "base64");
    if (token.slice(12, 14) !== "+/" || payload.length !== PAYLOAD_BYTES || given.length !== MAC_BYTES)
      return undefined;
    if (!timingSafeEqual(given, this.#sign(payload)) || this.#dead.has(token)) return undefined;
    if (payload.readUInt32BE(0) !== drawFromText(7, query)) return undefined;
    return payload.readDoubleBE(8) + this.lifetimeSeconds * 1000 > now ? payload.readUInt32BE(4) : undefined;
  }

  /** Lets one token expire now. */
  kill(token: string): void {
    this.#dead.add(token);
  }

  #sign(payload: Buffer): Buffer {
    return createHmac("sha256", this.#secret).update(payload).digest().subarray(0, MAC_BYTES);
  }
}
