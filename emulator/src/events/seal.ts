import { createCipheriv, createHash, randomBytes } from "node:crypto";
import type { Forgery } from "./forgery.ts";

/** A webhook's body and headers as they go out (feishu-contract 8.3). */
export interface SealedBody {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** base64 of the IV and the AES-256-CBC text; the key is the SHA-256 of the Encrypt Key. */
export function encrypt(text: Buffer, encryptKey: string, iv = randomBytes(16)): string {
  const key = createHash("sha256").update(encryptKey, "utf8").digest();
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final()]).toString("base64");
}

/** Lower-case hexadecimal SHA-256 over timestamp, nonce, key and the bytes that are sent. */
export function sign(timestamp: string, nonce: string, encryptKey: string, body: Buffer): string {
  return createHash("sha256")
    .update(timestamp + nonce + encryptKey, "utf8")
    .update(body)
    .digest("hex");
}

/**
 * Encrypts and signs a push where the app has an Encrypt Key.
 *
 * @param now epoch milliseconds
 */
export function seal(text: Buffer, encryptKey: string | null, now: number, forgery: Forgery = {}): SealedBody {
  if (encryptKey === null) return { body: text, headers: {} };
  const cipherKey = forgery.encrypt_key ?? encryptKey;
  const body = forgery.plaintext === true ? text : Buffer.from(JSON.stringify({ encrypt: encrypt(text, cipherKey) }));
  if (forgery.signature === "missing") return { body, headers: {} };
  const timestamp = String(Math.floor(now / 1000 - (forgery.age_seconds ?? 0)));
  const nonce = randomBytes(8).toString("hex");
  const signingKey = forgery.signature === "wrong" ? `${encryptKey}x` : encryptKey;
  return {
    body,
    headers: {
      "x-lark-request-timestamp": timestamp,
      "x-lark-request-nonce": nonce,
      "x-lark-signature": sign(timestamp, nonce, signingKey, body),
    },
  };
}
