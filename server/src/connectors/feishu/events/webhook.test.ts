import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Instant } from "../../../core/kernel/ids.ts";
import { decrypt, isSigned } from "./seal.ts";
import { readWebhook } from "./webhook.ts";

const KEYS = { encryptKey: "emu-encrypt-key-01", verificationToken: "vt-1" };
const NOW = "2023-11-14T22:13:20.000Z" as Instant;
const NOW_SECONDS = 1_700_000_000;
const ENCRYPTED_CHECK =
  "AAECAwQFBgcICQoLDA0OD4jrHzCJGOQSqXxdn2UkiGFvzVy2RJZxQ203KkjlbDN5rpgzesFGDwKPum2A3G6OGkiMnxPR8j8ci2VDYMXoEMI=";

const event = {
  schema: "2.0",
  header: { event_id: "ev-1", event_type: "contact.user.updated_v3", token: "vt-1", app_id: "cli_1", tenant_key: "tk" },
  event: { object: { open_id: "ou_1", name: "张三🙂" } },
};
const check = { challenge: "c-123", token: "vt-1", type: "url_verification" };

function encrypt(value: unknown, key = KEYS.encryptKey): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", createHash("sha256").update(key).digest(), iv);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return Buffer.concat([iv, cipher.update(text), cipher.final()]).toString("base64");
}
const sealed = (value: unknown, key?: string) => Buffer.from(JSON.stringify({ encrypt: encrypt(value, key) }));

function signed(
  body: Buffer,
  { key = KEYS.encryptKey, seconds = NOW_SECONDS }: { key?: string; seconds?: number | string } = {},
) {
  const nonce = "nonce-1";
  return {
    "x-lark-request-timestamp": String(seconds),
    "x-lark-request-nonce": nonce,
    "x-lark-signature": createHash("sha256").update(`${seconds}${nonce}${key}`).update(body).digest("hex"),
  };
}
const read = (body: Buffer, headers = {}) => readWebhook({ headers, body }, KEYS, NOW);
const refusal = (body: Buffer, headers = {}) => {
  const reading = read(body, headers);
  return reading.kind === "refused" ? reading.code : reading.kind;
};

describe("decryption and signature", () => {
  it("follow the published vectors", () => {
    expect(decrypt("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=", "test key")?.toString()).toBe("hello world");
    expect(JSON.parse(String(decrypt(ENCRYPTED_CHECK, KEYS.encryptKey)))).toEqual(check);
    const body = Buffer.from(`{"encrypt":"${ENCRYPTED_CHECK}"}`);
    const given = {
      timestamp: "1700000000",
      nonce: "nonce-1",
      signature: "b5283ed8f5bacb2fba1c85c07c123f80faa0485cb04466f757cf220b047f9af1",
    };
    expect(isSigned(body, given, KEYS.encryptKey)).toBe(true);
    expect(isSigned(Buffer.from(`{"encrypt": "${ENCRYPTED_CHECK}"}`), given, KEYS.encryptKey)).toBe(false);
  });

  it("open nothing that is no ciphertext", () => {
    for (const text of ["", "AAAA", "not base64 at all", randomBytes(40).toString("base64")])
      expect(decrypt(text, "k")).toBeUndefined();
  });
});

describe("the check of an address", () => {
  it("is answered without a signature, encrypted or in the clear", () => {
    expect(read(Buffer.from(`{"encrypt":"${ENCRYPTED_CHECK}"}`))).toEqual({ kind: "challenge", challenge: "c-123" });
    expect(read(Buffer.from(JSON.stringify(check)))).toEqual({ kind: "challenge", challenge: "c-123" });
  });

  it("with another token is answered nothing", () => {
    expect(refusal(Buffer.from(JSON.stringify({ ...check, token: "vt-2" })))).toBe("event_token_wrong");
    expect(refusal(sealed({ ...check, token: "" }))).toBe("event_token_wrong");
  });
});

describe("an event", () => {
  it("that is signed, recent, encrypted and carries the token is believed", () => {
    const body = sealed(event);
    expect(read(body, signed(body))).toMatchObject({
      kind: "event",
      event: { eventId: "ev-1", target: { openId: "ou_1" } },
    });
  });

  it("counts as recent for five minutes, either way", () => {
    const body = sealed(event);
    for (const [age, expected] of [
      [300, "event"],
      [-300, "event"],
      [301, "event_time_outside_window"],
      [-301, "event_time_outside_window"],
    ] as const)
      expect(refusal(body, signed(body, { seconds: NOW_SECONDS - age }))).toBe(expected);
    expect(refusal(body, signed(body, { seconds: "now" }))).toBe("event_time_outside_window");
    expect(refusal(body, signed(body, { seconds: NOW_SECONDS * 1000 }))).toBe("event_time_outside_window");
  });

  const body = sealed(event);
  const clear = Buffer.from(JSON.stringify(event));
  const otherToken = sealed({ ...event, header: { ...event.header, token: "vt-2" } });
  const noToken = sealed({ ...event, header: { ...event.header, token: undefined } });
  it.each<[string, string, Buffer, object]>([
    ["not signed", "event_signature_missing", body, {}],
    ["signed in part", "event_signature_missing", body, { ...signed(body), "x-lark-request-nonce": undefined }],
    ["signed with another key", "event_signature_wrong", body, signed(body, { key: "other" })],
    ["signed for other bytes", "event_signature_wrong", Buffer.concat([body, Buffer.from(" ")]), signed(body)],
    ["signed twice over", "event_signature_missing", body, { ...signed(body), "x-lark-signature": ["a", "b"] }],
    ["in the clear", "event_not_encrypted", clear, {}],
    ["in the clear, though signed", "event_not_encrypted", clear, signed(clear)],
    ["encrypted with another key", "event_undecipherable", sealed(event, "other"), {}],
    ["without the token", "event_token_wrong", noToken, signed(noToken)],
    ["with another token", "event_token_wrong", otherToken, signed(otherToken)],
    ["large and not signed", "event_signature_missing", sealed({ ...event, padding: "x".repeat(10_000) }), {}],
    ["no JSON", "event_malformed", Buffer.from("{"), {}],
    ["no UTF-8", "event_malformed", Buffer.from([0xff, 0xfe]), {}],
    ["empty", "event_malformed", Buffer.alloc(0), {}],
  ])("that is %s is refused as %s", (_, code, given, headers) => {
    expect(refusal(given, headers)).toBe(code);
  });

  it("that was signed and encrypted and is nothing Feishu documents is told apart from what is not believed", () => {
    for (const text of ["null", "[]", "{}", "no JSON", JSON.stringify({ ...event, header: {} })]) {
      const odd = sealed(text);
      expect(read(odd, signed(odd))).toEqual({ kind: "unreadable" });
    }
    expect(read(Buffer.from("{"), signed(Buffer.from("{")))).toEqual({ kind: "unreadable" });
  });
});
