import { AESCipher } from "@larksuiteoapi/node-sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encrypt, seal, sign } from "./seal.ts";

const KEY = "emu-encrypt-key-01";
const ENCRYPTED =
  "AAECAwQFBgcICQoLDA0OD4jrHzCJGOQSqXxdn2UkiGFvzVy2RJZxQ203KkjlbDN5rpgzesFGDwKPum2A3G6OGkiMnxPR8j8ci2VDYMXoEMI=";
const NOW = 1_700_000_000_000;

describe("a webhook's body", () => {
  test("is encrypted and signed as the vectors say", () => {
    const text = '{"challenge":"c-123","token":"vt-1","type":"url_verification"}';
    const iv = Buffer.from(Array.from({ length: 16 }, (_, byte) => byte));
    expect(encrypt(Buffer.from(text), KEY, iv)).toBe(ENCRYPTED);
    const body = Buffer.from(`{"encrypt":"${ENCRYPTED}"}`);
    expect(sign("1700000000", "nonce-1", KEY, body)).toBe(
      "b5283ed8f5bacb2fba1c85c07c123f80faa0485cb04466f757cf220b047f9af1",
    );
  });

  test("is read by the official SDK, whatever it says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ minLength: 1, maxLength: 32 }), (text, key) => {
        const { body } = seal(Buffer.from(text), key, NOW);
        expect(new AESCipher(key).decrypt(JSON.parse(body.toString()).encrypt)).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  test("goes out in the clear and unsigned without a key", () => {
    expect(seal(Buffer.from("{}"), null, NOW)).toEqual({ body: Buffer.from("{}"), headers: {} });
  });

  test("can be forged: signed wrongly, not at all, long ago, in the clear", () => {
    const text = Buffer.from("{}");
    const check = ({ body, headers }: ReturnType<typeof seal>) =>
      headers["x-lark-signature"] ===
      sign(headers["x-lark-request-timestamp"] ?? "", headers["x-lark-request-nonce"] ?? "", KEY, body);
    expect(check(seal(text, KEY, NOW))).toBe(true);
    expect(check(seal(text, KEY, NOW, { signature: "wrong" }))).toBe(false);
    expect(seal(text, KEY, NOW, { signature: "missing" }).headers).toEqual({});
    const old = seal(text, KEY, NOW, { age_seconds: 600 });
    expect([old.headers["x-lark-request-timestamp"], check(old)]).toEqual(["1699999400", true]);
    const plain = seal(text, KEY, NOW, { plaintext: true });
    expect([plain.body.toString(), check(plain)]).toEqual(["{}", true]);
    const otherKey = JSON.parse(seal(text, KEY, NOW, { encrypt_key: "other" }).body.toString()).encrypt;
    expect(() => JSON.parse(new AESCipher(KEY).decrypt(otherKey))).toThrow();
  });
});
