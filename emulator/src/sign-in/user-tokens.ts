import { randomBytes } from "node:crypto";
import { BoundedMap } from "../bounded-map.ts";
import type { Authorization } from "./authorization.ts";

/** Which endpoints a token belongs to: their refresh tokens are not interchangeable (20026). */
export type TokenFamily = "v1" | "v2";

const ACCESS_SECONDS = 7200;
const DAY_MS = 24 * 60 * 60 * 1000;
const REFRESH_MS: Readonly<Record<TokenFamily, number>> = { v1: 30 * DAY_MS, v2: 7 * DAY_MS };
/** From the authorization on, however often it was refreshed. */
const CHAIN_MS = 365 * DAY_MS;
const MOST_KEPT = 100_000;
/** Makes a token of a good kilobyte, as the platform's are: headers and cookies must have room for it. */
const TOKEN_BYTES = 800;

export interface AccessToken {
  readonly authorization: Authorization;
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number;
}

export interface RefreshToken {
  readonly authorization: Authorization;
  readonly family: TokenFamily;
  readonly expiresAt: number;
  state: "live" | "used" | "revoked";
}

/** Texts and lifetimes of what was just issued. */
export interface FreshTokens {
  readonly access: string;
  readonly expiresIn: number;
  readonly scopes: readonly string[];
  readonly refresh: { readonly token: string; readonly expiresIn: number } | undefined;
}

/** Tokens of people. A refresh token works once; a used or revoked one is kept to be told apart from an invented one. */
export class UserTokens {
  readonly #access = new BoundedMap<string, AccessToken>(MOST_KEPT);
  readonly #refresh = new BoundedMap<string, RefreshToken>(MOST_KEPT);

  issue(
    authorization: Authorization,
    scopes: readonly string[],
    family: TokenFamily,
    withRefresh: boolean,
    now: number,
  ): FreshTokens {
    const access = makeText(family === "v1" ? "u-" : "eyJ");
    this.#access.set(access, { authorization, scopes: new Set(scopes), expiresAt: now + ACCESS_SECONDS * 1000 });
    if (!withRefresh) return { access, expiresIn: ACCESS_SECONDS, scopes, refresh: undefined };
    const token = makeText(family === "v1" ? "ur-" : "eyJ");
    const expiresAt = Math.min(now + REFRESH_MS[family], authorization.at + CHAIN_MS);
    this.#refresh.set(token, { authorization, family, expiresAt, state: "live" });
    const refresh = { token, expiresIn: Math.ceil((expiresAt - now) / 1000) };
    return { access, expiresIn: ACCESS_SECONDS, scopes, refresh };
  }

  /** A token that is still good. */
  findAccess(text: string, now: number): AccessToken | undefined {
    const token = this.#access.get(text);
    return token !== undefined && token.expiresAt > now ? token : undefined;
  }

  findRefresh(text: string): RefreshToken | undefined {
    return this.#refresh.get(text);
  }

  revokeAccess(text: string): void {
    this.#access.delete(text);
  }

  revokeAll(): void {
    this.#access.clear();
    for (const token of this.#refresh.values()) token.state = "revoked";
  }
}

function makeText(prefix: "u-" | "ur-" | "eyJ"): string {
  const text = randomBytes(prefix === "eyJ" ? TOKEN_BYTES : 32).toString("base64url");
  if (prefix !== "eyJ") return `${prefix}${text}`;
  // The shape of a JWT, which is all a client may know of it.
  return `${prefix}${text.slice(0, 90)}.${text.slice(90, -86)}.${text.slice(-86)}`;
}
