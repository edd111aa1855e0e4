import { hash, randomBytes } from "node:crypto";
import type { PersonStanding } from "./standings.ts";

/** Remembers binds that were right, so that clients which bind at every request do not cost an argon2 each. */
export interface VerifiedBinds {
  /** Whom a name and password were right for a moment ago, if that still counts. */
  find(name: string, password: string): PersonStanding | undefined;
  remember(name: string, password: string, standing: PersonStanding): void;
}

const KEPT_MS = 60_000;
const MOST = 20_000;

/**
 * Positive answers only, for a minute, under a keyed hash whose keys live as long as the process: nothing in it can be read back.
 * It is HMAC's construction with two keys that fill a block each (RFC 2104 section 2); `createHmac` would make an object for
 * each bind, which costs three times as much and has to be collected.
 */
export function makeVerifiedBinds(now: () => number): VerifiedBinds {
  const [inner, outer] = [randomBytes(32).toString("hex"), randomBytes(32).toString("hex")];
  const kept = new Map<string, { readonly until: number; readonly standing: PersonStanding }>();
  // No login name holds U+0000.
  const keyOf = (name: string, password: string) =>
    hash("sha256", outer + hash("sha256", `${inner}${name.toLowerCase()}\0${password}`, "base64"), "base64");
  return {
    find(name, password) {
      const found = kept.get(keyOf(name, password));
      return found && found.until > now() && found.standing.counts() ? found.standing : undefined;
    },
    remember(name, password, standing) {
      // The oldest goes first: a map keeps the order of its keys.
      for (const oldest of kept.keys()) {
        if (kept.size < MOST) break;
        kept.delete(oldest);
      }
      const place = keyOf(name, password);
      kept.delete(place);
      kept.set(place, { until: now() + KEPT_MS, standing });
    },
  };
}
