import { randomBytes } from "node:crypto";
import { BoundedMap } from "../bounded-map.ts";
import type { Authorization } from "./authorization.ts";
import type { Challenge } from "./pkce.ts";

/** How long a code of the authorize page, and of the old in-client call, is good. */
export const PAGE_CODE_MS = 5 * 60 * 1000;
/** How long a code from `requestAccess` inside the client is good (feishu-contract 6.5). */
export const CLIENT_CODE_MS = 3 * 60 * 1000;

const MOST_KEPT = 100_000;
/** 64 characters of `[A-Za-z0-9_-]`. */
const CODE_BYTES = 48;

/** A code that was handed out. Used and expired ones are kept, because each has an error of its own. */
export interface IssuedCode {
  readonly authorization: Authorization;
  /** Where the page sent the person back to; in-client codes have none. */
  readonly redirectUri: string | undefined;
  readonly challenge: Challenge | undefined;
  readonly expiresAt: number;
  used: boolean;
}

export class Codes {
  readonly #issued = new BoundedMap<string, IssuedCode>(MOST_KEPT);

  issue(code: Omit<IssuedCode, "used">): string {
    const text = randomBytes(CODE_BYTES).toString("base64url");
    this.#issued.set(text, { ...code, used: false });
    return text;
  }

  find(text: string): IssuedCode | undefined {
    return this.#issued.get(text);
  }
}
