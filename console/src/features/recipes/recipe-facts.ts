import type { LdapServiceAccountView, LdapStateView } from "@larkbridge/contract";

/** How a client speaks to us. */
export const TRANSPORTS = ["ldaps", "starttls", "plain"] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** What a recipe is filled with: the company's own values. */
export interface RecipeFacts {
  readonly transport: Transport;
  readonly host: string;
  /** The port that belongs to the transport. */
  readonly port: number;
  /** Scheme, host and port that belong to the transport. */
  readonly url: string;
  readonly base: string;
  readonly people: string;
  readonly groups: string;
  /** The same two, as some products want them: without the base behind. */
  readonly peopleBelowBase: string;
  readonly groupsBelowBase: string;
  readonly bindDn: string;
  /** The group that opens the application, to be replaced. */
  readonly group: string;
  /** Where recipes suppose our certificate to lie. */
  readonly caFile: string;
}

/** The transports that can be used, the best one first. Without a certificate there is only plain text. */
export function transportsOf(state: Pick<LdapStateView, "certificate" | "port" | "ldaps_port">): readonly Transport[] {
  return TRANSPORTS.filter((transport) =>
    transport === "ldaps"
      ? state.certificate !== null && state.ldaps_port !== null
      : transport === "starttls"
        ? state.certificate !== null && state.port !== null
        : state.port !== null,
  );
}

/**
 * Fills in the facts. `account` is whom the application searches as; where none was chosen, `cn=NAME` stands in its place.
 * The ports fall back to the usual ones where LDAP is off, so that the recipe can be read all the same.
 */
export function recipeFacts(
  state: LdapStateView,
  account: Pick<LdapServiceAccountView, "dn"> | null,
  transport: Transport,
): RecipeFacts {
  const secure = transport === "ldaps";
  const host = hostOf(secure ? (state.ldaps_url ?? state.url) : state.url) ?? state.host;
  const port = secure ? (state.ldaps_port ?? 636) : (state.port ?? 389);
  return {
    transport,
    host,
    port,
    url: `${secure ? "ldaps" : "ldap"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
    base: state.base_dn,
    people: state.people_dn,
    groups: state.groups_dn,
    peopleBelowBase: below(state.people_dn, state.base_dn),
    groupsBelowBase: below(state.groups_dn, state.base_dn),
    bindDn: account?.dn ?? `cn=NAME,${state.services_dn}`,
    group: `cn=GROUP-NAME,${state.groups_dn}`,
    caFile: "/etc/ssl/certs/larkbridge.pem",
  };
}

function hostOf(url: string | null): string | null {
  const found = url === null ? null : /^ldaps?:\/\/(\[[^\]]+\]|[^:/]+)/.exec(url);
  return found?.[1]?.replace(/^\[|\]$/g, "") ?? null;
}

function below(dn: string, base: string): string {
  return dn.endsWith(`,${base}`) ? dn.slice(0, -base.length - 1) : dn;
}
