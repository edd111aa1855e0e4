import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 bits: nobody guesses it, so a plain hash is enough to store it. */
const TOKEN_BYTES = 32;

/** Makes an API token: `lbt_` (so that secret scanners and people recognise it) and 43 characters. */
export function newApiToken(): string {
  return `lbt_${randomBytes(TOKEN_BYTES).toString("base64url")}`;
}

/** Makes the secret of a session or a one-time link: 256 random bits in base64url, 43 characters. */
export function newSecret(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** SHA-256 of a token, as `api_token.token_hash` keeps it. Not for passwords: those are guessable. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}

/** Compares two secrets in a time that tells neither where they differ nor how long they are. */
export function equalSecrets(a: string, b: string): boolean {
  return timingSafeEqual(hashToken(a), hashToken(b));
}
