import type { Instant } from "../../../core/kernel/ids.ts";
import { instantAt, millisecondsBetween } from "../../../platform/clock/clock.ts";
import { equalSecrets } from "../../../platform/crypto/token.ts";
import { type Envelope, type FeishuEvent, MAX_ENVELOPE_BYTES, readEnvelope } from "./envelope.ts";
import { decrypt, isSigned } from "./seal.ts";

/** A request to our address, as it came. */
export interface WebhookRequest {
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  /** The very bytes: the signature is over them. */
  readonly body: Buffer;
}

/** What the app's event settings in Feishu's console name "Encrypt Key" and "Verification Token". */
export interface WebhookKeys {
  readonly encryptKey: string;
  readonly verificationToken: string;
}

/** Why a request is not believed. */
export type WebhookRefusal =
  | "event_signature_missing"
  | "event_signature_wrong"
  | "event_time_outside_window"
  | "event_not_encrypted"
  | "event_undecipherable"
  | "event_token_wrong"
  | "event_malformed";

export type WebhookReading =
  | { readonly kind: "event"; readonly event: FeishuEvent }
  | { readonly kind: "challenge"; readonly challenge: string }
  /** From Feishu without doubt, and nothing that is documented. */
  | { readonly kind: "unreadable" }
  | { readonly kind: "refused"; readonly code: WebhookRefusal };

/** How far a signed time may lie from ours. Feishu documents none; five minutes is our choice (feishu contract 8.3). */
const WINDOW_MS = 5 * 60_000;
/** The check of an address is small and unsigned; nothing larger is opened without a signature. */
const MAX_UNSIGNED_BYTES = 8 * 1024;
/** base64 makes four bytes of three, and the JSON around it is short. */
export const MAX_WEBHOOK_BYTES = Math.ceil((MAX_ENVELOPE_BYTES * 4) / 3) + 1024;

const refused = (code: WebhookRefusal): WebhookReading => ({ kind: "refused", code });

/**
 * Judges one request. Events have to be signed, recent, encrypted and carry the token. The check of an address carries no
 * signature (feishu contract 8.2): there the token alone proves Feishu, and nothing but its own challenge is given back.
 */
export function readWebhook({ headers, body }: WebhookRequest, keys: WebhookKeys, now: Instant): WebhookReading {
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const timestamp = header("x-lark-request-timestamp");
  const nonce = header("x-lark-request-nonce");
  const signature = header("x-lark-signature");
  if (timestamp === null || nonce === null || signature === null) return readUnsigned(body, keys);
  if (!isSigned(body, { timestamp, nonce, signature }, keys.encryptKey)) return refused("event_signature_wrong");
  if (!isRecent(timestamp, now)) return refused("event_time_outside_window");
  const outer = parse(body);
  if (outer === undefined) return { kind: "unreadable" };
  const sealed = sealedIn(outer);
  if (sealed === null) return refused("event_not_encrypted");
  const text = decrypt(sealed, keys.encryptKey);
  if (text === undefined) return refused("event_undecipherable");
  const envelope = readEnvelope(parse(text));
  return envelope === undefined ? { kind: "unreadable" } : withToken(envelope, keys);
}

/** Only the check of an address comes without a signature, encrypted or not. */
function readUnsigned(body: Buffer, keys: WebhookKeys): WebhookReading {
  if (body.length > MAX_UNSIGNED_BYTES) return refused("event_signature_missing");
  const outer = parse(body);
  if (outer === undefined) return refused("event_malformed");
  const sealed = sealedIn(outer);
  const text = sealed === null ? null : decrypt(sealed, keys.encryptKey);
  if (text === undefined) return refused("event_undecipherable");
  const envelope = readEnvelope(text === null ? outer : parse(text));
  if (envelope?.kind === "check") return withToken(envelope, keys);
  return refused(sealed === null ? "event_not_encrypted" : "event_signature_missing");
}

function withToken(envelope: Envelope, { verificationToken }: WebhookKeys): WebhookReading {
  const token = envelope.kind === "event" ? envelope.event.token : envelope.check.token;
  if (token === null || !equalSecrets(token, verificationToken)) return refused("event_token_wrong");
  if (envelope.kind === "event") return envelope;
  return { kind: "challenge", challenge: envelope.check.challenge };
}

function isRecent(timestamp: string, now: Instant): boolean {
  if (!/^\d{1,11}$/.test(timestamp)) return false;
  return Math.abs(millisecondsBetween(instantAt(Number(timestamp) * 1000), now)) <= WINDOW_MS;
}

function sealedIn(outer: unknown): string | null {
  const sealed = (outer as { readonly encrypt?: unknown } | null)?.encrypt;
  return typeof sealed === "string" ? sealed : null;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** JSON of strict UTF-8; undefined where it is none. */
function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}
