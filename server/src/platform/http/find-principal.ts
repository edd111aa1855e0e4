import type { Permission } from "@larkbridge/contract";
import type { FastifyRequest } from "fastify";
import type { Instant } from "../../core/kernel/ids.ts";
import {
  bearerToken,
  isPermitted,
  neededFor,
  needsProof,
  type Principal,
  type SessionFinder,
  type TokenFinder,
} from "./principal.ts";
import { RefusedRequest } from "./refusal.ts";
import { isCrossSite } from "./same-origin.ts";
import { sessionSecret } from "./session.ts";

/** What a principal is found with. */
interface Finders {
  readonly findToken: TokenFinder;
  readonly findSession: SessionFinder;
  readonly now: () => Instant;
  readonly publicOrigin: () => Promise<string | null>;
}

/**
 * Finds who a request acts as and whether they may use the route: by bearer token where one is sent, else by the
 * session cookie, which counts only for requests this console's own pages send. Null on public routes.
 *
 * @throws RefusedRequest 401 `unauthenticated`; 403 `cross_site_request`, `forbidden`, `password_change_required` or
 *   `reauthentication_required`
 */
export async function findPrincipal(
  scope: Finders,
  permission: Permission,
  request: FastifyRequest,
): Promise<Principal | null> {
  const bySession = request.headers.authorization === undefined;
  const withSession = permission.kind !== "public" && sessionSecret(request) !== null;
  // Public routes too: another site must not sign its visitors in to an account of its own choice.
  if (bySession && (await isCrossSite(request, withSession, scope.publicOrigin)))
    throw new RefusedRequest({ code: "cross_site_request" });
  if (permission.kind === "public") return null;
  const principal = bySession ? await bySessionCookie(scope, request) : await byToken(scope, request);
  if (!principal) throw new RefusedRequest({ code: "unauthenticated" });
  if (!isPermitted(principal, permission))
    throw new RefusedRequest({ code: "forbidden", detail: { needed: neededFor(principal, permission) } });
  // What concerns one's own account stays open: it is the way to the new password.
  if (principal.kind === "user" && principal.mustChangePassword && !isOwnAccount(request))
    throw new RefusedRequest({ code: "password_change_required" });
  if (needsProof(principal, permission, scope.now())) throw new RefusedRequest({ code: "reauthentication_required" });
  return principal;
}

async function byToken(scope: Finders, request: FastifyRequest): Promise<Principal | undefined> {
  const token = bearerToken(request.headers.authorization);
  return token === null ? undefined : scope.findToken(token);
}

async function bySessionCookie(scope: Finders, request: FastifyRequest): Promise<Principal | undefined> {
  const secret = sessionSecret(request);
  return secret === null ? undefined : scope.findSession(secret);
}

function isOwnAccount(request: FastifyRequest): boolean {
  const url = request.routeOptions.url ?? "";
  return url === "/api/v1/session" || url === "/api/v1/me" || url === "/api/v1/me/password";
}
