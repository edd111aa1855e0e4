import { timingSafeEqual } from "node:crypto";
import { hashToken } from "../../platform/crypto/token.ts";

/** Whether a secret is the one of a hash (`client-metadata.ts`), in a time that does not tell how nearly. */
export function isClientSecret(secret: string, storedHash: string): boolean {
  const stored = Buffer.from(storedHash, "base64url");
  const presented = hashToken(secret);
  return stored.length === presented.length && timingSafeEqual(stored, presented);
}
