import type { FastifyReply, FastifyRequest } from "fastify";
import type { Instant } from "../../core/kernel/ids.ts";

/**
 * Cookies that hold a secret of ours. Over https their name begins with `__Host-`, which binds them to this very origin
 * (RFC 6265bis 4.1.3.2); browsers refuse such a name on loopback's plain http, so there it is left out. Scripts cannot read
 * them, and other sites do not send them along.
 */

/** Binds a sign-in with Feishu to the browser that began it. */
export const FEISHU_COOKIE = "larkbridge-feishu";
/** Tells a browser that has been here before from one that has not. It opens nothing. */
export const DEVICE_COOKIE = "larkbridge-device";

/** 256 bits in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;
const LONGEST_HEADER = 8192;

/** The secret a request carries under a name; null where there is none. */
export function readHostCookie(request: FastifyRequest, name: string): string | null {
  const { cookie } = request.headers;
  if (cookie === undefined || cookie.length > LONGEST_HEADER) return null;
  const read = (wanted: string) =>
    cookie
      .split(";")
      .map((pair) => pair.trim().split("="))
      .find(([key]) => key === wanted)?.[1];
  // A neighbouring host may plant the plain name on ours; over https only the bound one counts.
  const secret = read(`__Host-${name}`) ?? (speaksHttps(request) ? undefined : read(name));
  return secret !== undefined && SECRET.test(secret) ? secret : null;
}

/**
 * Sets a cookie, or ends it with `null`.
 *
 * @param secure whether the browser speaks https; a navigation tells only what the proxy in between tells
 */
export function writeHostCookie(
  reply: FastifyReply,
  name: string,
  value: { readonly secret: string; readonly until: Instant } | null,
  secure: boolean,
): void {
  const flags = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  const full = secure ? `__Host-${name}` : name;
  const cookie =
    value === null
      ? `${full}=; ${flags}; Max-Age=0`
      : `${full}=${value.secret}; ${flags}; Expires=${new Date(value.until).toUTCString()}`;
  // Adds to what is set already.
  reply.header("set-cookie", cookie);
}

/** Whether the browser speaks https, also to a proxy that is not believed: a page's Origin names its scheme. */
export function speaksHttps(request: FastifyRequest): boolean {
  const origin = request.headers.origin;
  return request.protocol === "https" || (origin?.startsWith("https://") ?? false);
}
