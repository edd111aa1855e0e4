import { renderDn } from "../../core/ldap/dn.ts";
import { escapeFilterValue } from "../../core/ldap/filter-text.ts";
import type { Principal } from "../../platform/http/index.ts";
import { warningsOf } from "./ldap-warnings.ts";
import { describeStep } from "./login-step.ts";
import type { AppPassword, AppPasswordList, LdapClient, LdapServiceAccount, LdapState, LoginTrace } from "./ports.ts";

/** Connections shown; a server may hold two thousand. */
const SHOWN = 200;

/** A service account as the API shows it: without its password's hash. */
export function toServiceAccount(account: LdapServiceAccount, baseDn: string) {
  return {
    id: account.id,
    name: account.name,
    dn: `${renderDn([[{ type: "cn", value: account.name }]])},ou=services,${baseDn}`,
    description: account.description,
    enabled: account.enabled,
    base_dn: account.baseDn,
    attributes: account.attributes && [...account.attributes],
    everyone: account.everyone,
    groups: account.groups.map(({ id, name }) => ({ id, name })),
    departments: account.departments.map(({ id, name, subtree }) => ({ id, name, subtree })),
    password_changed_at: account.passwordChangedAt,
    last_used_at: account.lastUsedAt,
    last_used_address: account.lastUsedAddress,
    created_at: account.createdAt,
    updated_at: account.updatedAt,
  };
}

export function toAppPassword({ id, name, createdAt, lastUsedAt, lastUsedAddress }: AppPassword) {
  return { id, name, created_at: createdAt, last_used_at: lastUsedAt, last_used_address: lastUsedAddress };
}

export function toAppPasswordList({ items, limit, bindDn, addresses, only }: AppPasswordList) {
  return {
    items: items.map(toAppPassword),
    limit,
    bind_dn: bindDn,
    url: addresses?.url ?? null,
    ldaps_url: addresses?.ldapsUrl ?? null,
    only,
  };
}

export function toLoginTrace({ succeeds, dn, steps }: LoginTrace) {
  return {
    succeeds,
    dn,
    steps: steps.map(({ step, state, code, values }) => ({
      step,
      state,
      code,
      message: describeStep(code),
      values: { ...values },
    })),
  };
}

/** How LDAP is served, with a line for a shell that whoever asks can try. */
export function toLdapState({ host, baseDn, requireTls, appPasswordsOnly, serving }: LdapState, principal: Principal) {
  return {
    enabled: serving !== null,
    host,
    port: serving?.port ?? null,
    ldaps_port: serving?.ldapsPort ?? null,
    url: serving?.url ?? null,
    ldaps_url: serving?.ldapsUrl ?? null,
    base_dn: baseDn,
    people_dn: `ou=people,${baseDn}`,
    groups_dn: `ou=groups,${baseDn}`,
    departments_dn: `ou=departments,${baseDn}`,
    services_dn: `ou=services,${baseDn}`,
    require_tls: requireTls,
    warnings: warningsOf({ host, requireTls, serving }),
    app_passwords_only: appPasswordsOnly,
    ldapsearch: serving && searchLine(serving.url, baseDn, requireTls, principal),
    certificate: serving && {
      source: serving.certificate.source,
      subject: serving.certificate.subject,
      issuer: serving.certificate.issuer,
      names: [...serving.certificate.names],
      not_before: serving.certificate.notBefore,
      not_after: serving.certificate.notAfter,
      fingerprint_sha256: serving.certificate.fingerprint,
      pem: serving.certificate.pem,
      refused: serving.certificate.refused && { ...serving.certificate.refused },
    },
    view: serving && {
      revision: serving.view.revision,
      people: serving.view.people,
      groups: serving.view.groups,
      departments: serving.view.departments,
      loaded_at: serving.view.loadedAt,
    },
    connections: {
      total: serving?.connections.length ?? 0,
      items: (serving?.connections ?? []).slice(-SHOWN).reverse().map(toConnection),
    },
  };
}

function toConnection({ id, address, since, secure, kind, boundAs, operations, last }: LdapClient) {
  return {
    id,
    address,
    since,
    tls: secure,
    kind: kind === "service" ? ("service_account" as const) : kind,
    bound_as: boundAs,
    operations,
    last_operation: last && { kind: last.kind, at: last.at },
  };
}

/** Asks for the password on the terminal: nothing secret stands in a line that shells remember. */
function searchLine(url: string, baseDn: string, requireTls: boolean, principal: Principal): string {
  const username = principal.kind === "user" ? principal.username : "USERNAME";
  const dn = `${renderDn([[{ type: "uid", value: username }]])},ou=people,${baseDn}`;
  const filter = `(uid=${escapeFilterValue(username)})`;
  const words = ["ldapsearch", "-x", ...(requireTls ? ["-ZZ"] : []), "-H", url, "-D", dn, "-W", "-b", baseDn, filter];
  return words.map(quoted).join(" ");
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=,@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
