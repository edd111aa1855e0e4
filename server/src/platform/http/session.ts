import type { FastifyReply, FastifyRequest } from "fastify";
import type { Instant } from "../../core/kernel/ids.ts";
import { DEVICE_COOKIE, readHostCookie, speaksHttps, writeHostCookie } from "./host-cookie.ts";

interface Kept {
  readonly secret: string;
  readonly until: Instant;
}

/** What a handler wants done with the caller's session cookie; the device's goes along with a session that begins. */
export type SessionCookie = (Kept & { readonly device: Kept }) | "end";

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
  if (cookie !== "end") writeHostCookie(reply, DEVICE_COOKIE, cookie.device, secure);
}
