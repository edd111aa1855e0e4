import type { Permission, Role, TokenScope } from "@larkbridge/contract";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { plus } from "../clock/clock.ts";

/** Who a request acts as. */
export type Principal = TokenPrincipal | UserPrincipal;

/** A program with an API token. */
export interface TokenPrincipal {
  readonly kind: "token";
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
}

/** A person with a session. */
export interface UserPrincipal {
  readonly kind: "user";
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly role: Role;
  readonly sessionId: string;
  /** When this session last saw the person's password; null when it never did. */
  readonly provedAt: Instant | null;
  /** The password has to be changed before anything else is done. */
  readonly mustChangePassword: boolean;
}

/**
 * Finds whom a bearer token belongs to; undefined when it is unknown, expired or revoked. It has to look the token's
 * hash up rather than compare texts, so that timing tells nothing.
 */
export type TokenFinder = (token: string) => Promise<TokenPrincipal | undefined>;

/** Finds whose session a cookie's secret opens; undefined when it is unknown or over, or its user may not sign in. */
export type SessionFinder = (secret: string) => Promise<UserPrincipal | undefined>;

/** A token of ours is 50 characters or so; anything much longer is not worth looking up. */
const MAX_TOKEN_LENGTH = 512;

/** Takes the token out of an Authorization header (RFC 6750 section 2.1); null where there is none. */
export function bearerToken(authorization: string | undefined): string | null {
  const match = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(authorization ?? "");
  const token = match?.[1];
  return token === undefined || token.length > MAX_TOKEN_LENGTH ? null : token;
}

/** Decides whether a principal may use a route: people by role, tokens by scope. `admin` stands for every scope. */
export function isPermitted(principal: Principal, permission: Permission): boolean {
  if (permission.kind === "public") return true;
  if (principal.kind === "user") return permission.roles.includes(principal.role);
  if (permission.kind === "signed_in") return false;
  const { tokenScopes } = permission;
  if (tokenScopes.length === 0 || principal.scopes.includes("admin")) return true;
  return tokenScopes.some((scope) => principal.scopes.includes(scope));
}

/** What a refused principal would have needed, in words of the permission. */
export function neededFor(principal: Principal, permission: Exclude<Permission, { kind: "public" }>): string {
  if (principal.kind === "user") return `the role ${permission.roles.join(" or ")}`;
  if (permission.kind === "signed_in") return "a signed-in person, not a token";
  return `the token scope ${permission.tokenScopes.join(" or ")}`;
}

/** How long a proved password opens what is dangerous. */
const PROOF_LASTS_MS = 10 * 60_000;

/** Whether a person has to prove their password again before this route. Tokens were made by somebody who had. */
export function needsProof(principal: Principal, permission: Permission, now: Instant): boolean {
  if (permission.kind === "public" || permission.recentPassword !== true || principal.kind === "token") return false;
  const until = provedUntil(principal);
  return until === null || until < now;
}

/** Until when nothing asks a person for the password again; null when their session never saw it. */
export function provedUntil({ provedAt }: UserPrincipal): Instant | null {
  return provedAt === null ? null : plus(provedAt, PROOF_LASTS_MS);
}

/** The principal as runs and audit records name it. */
export function actorOf(principal: Principal): Actor {
  const kind = principal.kind === "user" ? "operator" : "token";
  return { kind, id: principal.id, name: principal.name };
}
