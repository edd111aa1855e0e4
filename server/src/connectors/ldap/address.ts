/** How an LDAP server is reached, and as whom. */
export interface LdapAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: {
    readonly mode: "ldaps" | "starttls" | "none";
    /** PEM of the authority; null: those the system trusts. */
    readonly ca: string | null;
    /** SHA-256 of the server's certificate, which is then trusted instead of an authority. */
    readonly fingerprint: string | null;
  };
  readonly bindDn: string;
  readonly bindPassword: string;
}

/** The address as people write it. */
export function shownAddress({ host, port, tls }: Pick<LdapAddress, "host" | "port" | "tls">): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${tls.mode === "ldaps" ? "ldaps" : "ldap"}://${name}:${port}`;
}
