import { BlockList, isIPv4, isIPv6 } from "node:net";
import type { LdapState } from "./ports.ts";

/** What an operator should change about how LDAP is served. */
export type LdapWarning = "clear_text_beyond_loopback" | "certificate_refused";

/**
 * - `clear_text_beyond_loopback`: other machines may send passwords that everybody on the way can read;
 * - `certificate_refused`: what lies in the certificate's files now cannot be used, so the one before it is still shown.
 */
export function warningsOf({
  host,
  requireTls,
  serving,
}: Pick<LdapState, "host" | "requireTls" | "serving">): LdapWarning[] {
  if (serving === null) return [];
  return [
    ...(takesClearText({ host, requireTls }) ? (["clear_text_beyond_loopback"] as const) : []),
    ...(serving.certificate.refused === null ? [] : (["certificate_refused"] as const)),
  ];
}

/** Whether passwords may come from other machines in clear text. */
export function takesClearText({ host, requireTls }: Pick<LdapState, "host" | "requireTls">): boolean {
  return !requireTls && !isLoopback(host);
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

function isLoopback(host: string): boolean {
  if (host.toLowerCase() === "localhost") return true;
  if (isIPv4(host)) return loopback.check(host);
  return isIPv6(host) && loopback.check(host, "ipv6");
}
