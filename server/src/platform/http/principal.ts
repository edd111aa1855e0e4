import type { Permission, TokenScope } from "@larkbridge/contract";
import type { Actor } from "../../core/kernel/actor.ts";

/** Who a request acts as. */
export interface Principal {
  readonly kind: "token";
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
}

/**
 * Finds whom a bearer token belongs to; undefined when it is unknown, expired or revoked. It has to look the token's
 * hash up rather than compare texts, so that timing tells nothing.
 */
export type TokenFinder = (token: string) => Promise<Principal | undefined>;

/** A token of ours is 50 characters or so; anything much longer is not worth looking up. */
const MAX_TOKEN_LENGTH = 512;

/** Takes the token out of an Authorization header (RFC 6750 section 2.1); null where there is none. */
export function bearerToken(authorization: string | undefined): string | null {
  const match = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(authorization ?? "");
  const token = match?.[1];
  return token === undefined || token.length > MAX_TOKEN_LENGTH ? null : token;
}

/** Decides whether a principal may use a route. `admin` stands for every scope. */
export function isPermitted(principal: Principal, permission: Permission): boolean {
  if (permission.kind === "public" || permission.tokenScopes.length === 0) return true;
  return principal.scopes.includes("admin") || permission.tokenScopes.some((scope) => principal.scopes.includes(scope));
}

/** The principal as runs and audit records name it. */
export function actorOf(principal: Principal): Actor {
  return { kind: "token", id: principal.id, name: principal.name };
}
