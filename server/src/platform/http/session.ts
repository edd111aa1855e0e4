import type { FastifyReply, FastifyRequest } from "fastify";
import type { Instant } from "../../core/kernel/ids.ts";
import { readHostCookie, speaksHttps, writeHostCookie } from "./host-cookie.ts";

/** What a handler wants done with the caller's session cookie. */
export type SessionCookie = { readonly secret: string; readonly until: Instant } | "end";

const NAME = "larkbridge";

/** The session's secret a request carries; null where there is none. */
export function sessionSecret(request: FastifyRequest): string | null {
  return readHostCookie(request, NAME);
}

/** Sets or ends the caller's session cookie. `secure`: whether the browser speaks https. */
export function setSessionCookie(
  cookie: SessionCookie,
  request: FastifyRequest,
  reply: FastifyReply,
  secure = speaksHttps(request),
): void {
  writeHostCookie(reply, NAME, cookie === "end" ? null : cookie, secure);
}
