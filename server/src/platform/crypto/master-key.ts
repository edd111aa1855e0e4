import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

const KEY_BYTES = 32;

/** What a derived key is for; two purposes never share one. */
export type KeyPurpose = "key-id" | "key-check" | "stored-secret" | "oidc-cookie" | "oidc-session";

/** The key everything secret at rest hangs on. Holds no printable bytes: a log or an error cannot show it. */
export interface MasterKey {
  /** Sixteen hex digits that name the key without telling anything of it. Stored beside what it encrypts. */
  readonly id: string;
  /** The 32-byte key for one purpose. */
  derive(purpose: KeyPurpose): KeyObject;
}

/** Makes the text of a new master key: 32 random bytes in base64 (product.md section 4, `config new-key`). */
export function newMasterKey(): string {
  return randomBytes(KEY_BYTES).toString("base64");
}

/** Reads a master key from its text; `null` unless it is 32 bytes in base64, the standard or the URL alphabet. */
export function parseMasterKey(text: string): MasterKey | null {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== KEY_BYTES) return null;
  const secret = createSecretKey(bytes);
  const deriveBytes = (purpose: KeyPurpose) =>
    Buffer.from(hkdfSync("sha256", secret, "", `larkbridge/${purpose}/1`, KEY_BYTES));
  return {
    id: deriveBytes("key-id").toString("hex", 0, 8),
    derive: (purpose) => createSecretKey(deriveBytes(purpose)),
  };
}
