import { isIP } from "node:net";
import { z } from "zod";

/** Schemas of values that several keys share. What they accept is worded in `forms`. */

export const forms = {
  host: "a host name or IP address",
  baseUrl: "an http or https address without user, query or fragment",
  origin: "an http or https address without path, user, query or fragment, such as https://id.example.com",
  dn: "a distinguished name such as dc=example,dc=com",
  timeZone: "an IANA time zone such as Asia/Shanghai",
  timeOfDay: 'a time from "00:00" to "23:59" as HH:MM',
  addresses: "addresses and networks (CIDR) separated by commas",
  proxies: "true, false, or addresses and networks (CIDR) separated by commas",
} as const;

export const text = () => z.string().min(1);
/** 0 lets the system choose; the choice is printed at start. */
export const port = () => z.int().min(0).max(65_535);
export const host = () => z.string().refine((value) => isIP(value) !== 0 || isHostName(value));
export const timeOfDay = () => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const timeZone = () => z.string().refine(isTimeZone);
export const baseUrl = () => z.string().refine(isBaseUrl).overwrite(withoutEndSlash);
export const origin = () =>
  z
    .string()
    .refine((value) => isBaseUrl(value) && new URL(value).pathname === "/")
    .overwrite((value) => (isBaseUrl(value) ? new URL(value).origin : value));
export const baseDn = () => z.string().regex(/^[A-Za-z][\w-]*=[^,=+<>#;"\\]+(, *[A-Za-z][\w-]*=[^,=+<>#;"\\]+)*$/);
export const addresses = () => z.string().refine(isAddressList);
export const trustedProxies = () => z.union([z.boolean(), addresses()]);

/** Loopback by name or number: what never leaves the machine. */
export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}

function isHostName(value: string): boolean {
  return value.length <= 253 && /^(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?$/.test(value);
}

function isBaseUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return (protocol === "http:" || protocol === "https:") && `${username}${password}${search}${hash}` === "";
}

function withoutEndSlash(value: string): string {
  return value.replace(/\/+$/, "");
}

function isTimeZone(value: string): boolean {
  // Offsets such as +08:00 are accepted by the runtime but are no zones: they know no summer time.
  if (!/^[A-Za-z]/.test(value)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function isAddressList(value: string): boolean {
  return value.split(",").every((item) => {
    const [address = "", prefix, ...rest] = item.trim().split("/");
    const family = isIP(address);
    if (family === 0 || rest.length > 0) return false;
    return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
  });
}
