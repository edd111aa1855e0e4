import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { KeyPurpose, MasterKey } from "./master-key.ts";

const ALGORITHM = "aes-256-gcm";
/** NIST SP 800-38D: 96-bit nonces, which may be random for up to 2^32 messages under one key; 128-bit tags. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "lb1";
const BLOB = /^lb1:([0-9a-f]{16}):([A-Za-z0-9_-]+)$/;

/** Where a secret is stored. It is part of what is authenticated: a blob copied to another row does not open there. */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  /** The row's primary key as text. */
  readonly row: string;
}

/**
 * - `secret_malformed`: not a text this program writes
 * - `secret_key_unknown`: sealed under another master key
 * - `secret_tampered`: changed, or moved from another place
 */
export type OpenFailure = "secret_malformed" | "secret_key_unknown" | "secret_tampered";

/** Seals secrets for the database and opens them again. */
export interface SecretBox {
  /** The same secret gives another text each time. */
  seal(secret: string, place: SecretPlace): string;
  open(blob: string, place: SecretPlace): Result<string, OpenFailure>;
}

/** Makes the box for one purpose: `lb1:<key id>:<nonce, ciphertext and tag in base64url>`. */
export function makeSecretBox(key: MasterKey, purpose: KeyPurpose): SecretBox {
  const cipherKey = key.derive(purpose);
  const authenticated = (place: SecretPlace) =>
    Buffer.from(JSON.stringify([VERSION, key.id, purpose, place.table, place.column, place.row]));

  return {
    seal(secret, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, cipherKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(authenticated(place));
      const sealed = Buffer.concat([nonce, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}:${key.id}:${sealed.toString("base64url")}`;
    },
    open(blob, place) {
      const [, keyId, body] = BLOB.exec(blob) ?? [];
      if (keyId === undefined || body === undefined) return err("secret_malformed");
      if (keyId !== key.id) return err("secret_key_unknown");
      const sealed = Buffer.from(body, "base64url");
      if (sealed.length < NONCE_BYTES + TAG_BYTES) return err("secret_malformed");
      const decipher = createDecipheriv(ALGORITHM, cipherKey, sealed.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(authenticated(place));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const opened = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        return ok(Buffer.concat([opened, decipher.final()]).toString("utf8"));
      } catch {
        // The only thing `final` reports is a tag that does not match.
        return err("secret_tampered");
      }
    },
  };
}
