/** Why there is no connection, or nothing can be read: the code and its values are for people. */
export class LdapUnusable extends Error {
  readonly code:
    | "ldap_unreachable"
    | "ldap_tls_failed"
    | "ldap_certificate_untrusted"
    | "ldap_certificate_expired"
    | "ldap_certificate_of_another_host"
    | "ldap_bind_refused"
    | "ldap_protocol_failed"
    | "ldap_read_limited"
    | "ldap_read_refused";
  readonly detail: Readonly<Record<string, string | number>>;

  constructor(code: LdapUnusable["code"], detail: LdapUnusable["detail"], cause?: unknown) {
    super(`${code}: ${JSON.stringify(detail)}`, { cause });
    this.name = "LdapUnusable";
    this.code = code;
    this.detail = detail;
  }
}

/**
 * What became of one write (ldap.md 2.7):
 * - `contested`: somebody else did it, or something else to the entry: look at it again
 * - `busy`: later it may succeed
 * - `unknown`: the connection broke, so it may have happened or not
 * - `children`: something is below the entry
 * - `forbidden`, `refused`: it stays as it is
 */
export type WriteFailureKind = "contested" | "busy" | "unknown" | "children" | "forbidden" | "refused";

/** A write that did not succeed. */
export class WriteFailure extends Error {
  readonly kind: WriteFailureKind;
  /** Result code (RFC 4511 section 4.1.9); null where no answer came. */
  readonly result: number | null;

  constructor(kind: WriteFailureKind, result: number | null, reason: string) {
    super(reason);
    this.name = "WriteFailure";
    this.kind = kind;
    this.result = result;
  }
}

/** What the server or the network said, in one line and without the library's own decoration. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text
    .replace(/\s+Code: 0x[0-9a-f]+$/i, "")
    .replace(/\s+/g, " ")
    .trim();
  return line.slice(0, 300);
}
