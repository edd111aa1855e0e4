import { createDecipheriv, createHash } from "node:crypto";
import { equalSecrets } from "../../../platform/crypto/token.ts";

const IV_BYTES = 16;

/**
 * Opens what an app's Encrypt Key sealed: base64 of the IV and the AES-256-CBC text under the key's SHA-256 (feishu contract 8.3).
 * CBC proves nothing about who wrote it: that is for the signature and the token.
 *
 * @returns undefined where it does not open
 */
export function decrypt(sealed: string, encryptKey: string): Buffer | undefined {
  const bytes = Buffer.from(sealed, "base64");
  if (bytes.length < 2 * IV_BYTES || bytes.length % IV_BYTES !== 0) return undefined;
  const key = createHash("sha256").update(encryptKey, "utf8").digest();
  const decipher = createDecipheriv("aes-256-cbc", key, bytes.subarray(0, IV_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES)), decipher.final()]);
  } catch {
    // The only thing `final` reports is padding that does not fit.
    return undefined;
  }
}

/**
 * Whether a request was signed with the Encrypt Key, over the bytes as they came (feishu contract 8.3, trap 31).
 *
 * @param signed of the headers X-Lark-Request-Timestamp, X-Lark-Request-Nonce and X-Lark-Signature
 */
export function isSigned(
  body: Buffer,
  signed: { readonly timestamp: string; readonly nonce: string; readonly signature: string },
  encryptKey: string,
): boolean {
  const right = createHash("sha256")
    .update(signed.timestamp + signed.nonce + encryptKey, "utf8")
    .update(body)
    .digest("hex");
  return equalSecrets(signed.signature, right);
}
