import type { FastifyReply, FastifyRequest } from "fastify";
import type { Instant } from "../../core/kernel/ids.ts";

/** What a handler wants done with the caller's session cookie. */
export type SessionCookie = { readonly secret: string; readonly until: Instant } | "end";

/** `__Host-` binds the cookie to this very origin (RFC 6265bis 4.1.3.2); browsers refuse it without https. */
const SECURE_NAME = "__Host-larkbridge";
/** On loopback over plain http. */
const PLAIN_NAME = "larkbridge";
/** 256 bits in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** The session's secret a request carries; null where there is none. */
export function sessionSecret(request: FastifyRequest): string | null {
  const { cookie } = request.headers;
  if (cookie === undefined || cookie.length > 8192) return null;
  const read = (name: string) =>
    cookie
      .split(";")
      .map((pair) => pair.trim().split("="))
      .find(([key]) => key === name)?.[1];
  // A neighbouring host may plant the plain name on ours; over https only the bound one counts.
  const secret = read(SECURE_NAME) ?? (isSecure(request) ? undefined : read(PLAIN_NAME));
  return secret !== undefined && SECRET.test(secret) ? secret : null;
}

/** Sets or ends the caller's session cookie. Scripts cannot read it; other sites do not send it with their requests. */
export function setSessionCookie(cookie: SessionCookie, request: FastifyRequest, reply: FastifyReply): void {
  const secure = isSecure(request);
  const flags = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  const name = secure ? SECURE_NAME : PLAIN_NAME;
  if (cookie === "end") reply.header("set-cookie", `${name}=; ${flags}; Max-Age=0`);
  else
    reply.header("set-cookie", `${name}=${cookie.secret}; ${flags}; Expires=${new Date(cookie.until).toUTCString()}`);
}

/** Whether the browser speaks https, also to a proxy that is not believed: a page's Origin names its scheme. */
function isSecure(request: FastifyRequest): boolean {
  const origin = request.headers.origin;
  return request.protocol === "https" || (origin?.startsWith("https://") ?? false);
}
