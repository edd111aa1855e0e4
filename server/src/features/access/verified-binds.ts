import { createHmac, randomBytes } from "node:crypto";

/** Remembers passwords that were found right, so that clients which bind at every request do not cost an argon2 each. */
export interface VerifiedBinds {
  has(account: BoundAccount, password: string): boolean;
  remember(account: BoundAccount, password: string): void;
}

/** Who, and with which password hash: a changed password is another key. */
export interface BoundAccount {
  readonly id: string;
  readonly passwordHash: string;
}

const KEPT_MS = 60_000;
const MOST = 20_000;

/** Positive answers only, for a minute, under an HMAC whose key lives as long as the process: nothing in it can be read back. */
export function makeVerifiedBinds(now: () => number): VerifiedBinds {
  const key = randomBytes(32);
  const until = new Map<string, number>();
  const nameOf = ({ id, passwordHash }: BoundAccount, password: string) =>
    createHmac("sha256", key)
      .update(JSON.stringify([id, passwordHash, password]))
      .digest("base64");
  return {
    has(account, password) {
      const name = nameOf(account, password);
      const end = until.get(name);
      if (end === undefined) return false;
      if (end > now()) return true;
      until.delete(name);
      return false;
    },
    remember(account, password) {
      // The oldest goes first: a map keeps the order of its keys.
      for (const oldest of until.keys()) {
        if (until.size < MOST) break;
        until.delete(oldest);
      }
      until.set(nameOf(account, password), now() + KEPT_MS);
    },
  };
}
