import type { Platform } from "../../platform.ts";
import { PAGE_CODE_MS } from "../../sign-in/codes.ts";
import { giveCode } from "../../sign-in/give-code.ts";
import type { AuthorizationRequest } from "./authorize-request.ts";

/** Where the page sends a person. */

/** Back to the app with a code. */
export function agreed(platform: Platform, request: AuthorizationRequest, user: number, tenantKey?: string) {
  const code = giveCode(platform, { ...request, user, tenantKey, lifetimeMs: PAGE_CODE_MS });
  return { code, location: withMembers(request.redirectUri, { code, state: request.state }) };
}

/** Back to the app without one. */
export function denied({ redirectUri, state }: AuthorizationRequest): string {
  return withMembers(redirectUri, { error: "access_denied", state });
}

/** Behind a query the address has already, before its fragment. What no header may hold is percent-encoded. */
export function withMembers(address: string, members: Readonly<Record<string, string | undefined>>): string {
  const [, base = "", query = "", fragment = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(address) ?? [];
  const added = Object.entries(members).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value.toWellFormed())}`],
  );
  const all = [...(query.length > 1 ? [query.slice(1)] : []), ...added].join("&");
  return `${base}?${all}${fragment}`.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}
