import { hostname } from "node:os";
import type { Config } from "../config/load.ts";
import type { Tree } from "../core/ldap/tree.ts";
import { type LdapRelations, type LdapView, makeReadRelations, startLdapView } from "../features/directory/index.ts";
import {
  getSelfMadeCertificate,
  type LdapBinds,
  type LdapServing,
  readDirectoryRevision,
  startLdapBinds,
  takesClearText,
} from "../features/ldap-access/index.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { SecretBox } from "../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { Logger } from "../platform/log/logger.ts";
import { startLdapServer } from "../protocols/ldap/index.ts";
import { declaredRelations } from "./declared-relations.ts";
import { openLdapCertificate } from "./ldap-certificate.ts";
import { describeCertificate, describeConnections } from "./ldap-description.ts";
import { StartFailure } from "./start-failure.ts";

/** LDAP as it runs. */
export interface RunningLdap {
  readonly url: string;
  readonly tlsUrl: string;
  readonly binds: LdapBinds;
  readonly tree: () => Tree;
  readonly whole: LdapView["whole"];
  readonly refresh: LdapView["refresh"];
  /** Where clients on other machines connect. */
  readonly addresses: Pick<LdapServing, "url" | "ldapsUrl">;
  readonly describe: () => Promise<LdapServing>;
  stop(): Promise<void>;
}

export interface LdapBoot {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly log: Logger;
  readonly version: string;
  readonly ldapRelations: Pick<LdapRelations, "read">;
}

/** Reads the directory into memory and serves it. */
export async function startLdap({
  config,
  database,
  clock,
  box,
  log,
  version,
  ldapRelations,
}: LdapBoot): Promise<RunningLdap> {
  const { host, port, base_dn: baseDn, require_tls: requireTls } = config.ldap;
  const db = database.kysely;
  const onFault = (error: unknown) => log.error({ err: error }, "LDAP could not be served as it should");
  const getSelfMade = () => getSelfMadeCertificate(db, box, namesOf(config), clock.now());
  const closing: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  for (const { severity, code, detail } of (await ldapRelations.read()).findings)
    if (severity !== "warning") log.warn({ code, ...detail }, "a field relation of LDAP gives nobody a value");
  if (takesClearText({ host, requireTls }))
    log.warn(
      { host, code: "ldap_clear_text_beyond_loopback" },
      "other machines may send passwords to LDAP in clear text: set ldap.require_tls, or ldap.host to the loopback",
    );
  try {
    const tls = await openLdapCertificate(config.ldap, getSelfMade, log, clock);
    closing.push(() => tls.close());
    const view = await startLdapView(database, baseDn, onFault, makeReadRelations(declaredRelations(config)));
    closing.push(() => view.stop());
    const loadedAt = clock.now();
    const binds = await startLdapBinds({ db, clock, onFault, ...policyOf(config) });
    closing.push(() => binds.stop());
    const server = await startLdapServer({
      ports: { tree: view.tree, bind: binds.bind, onFault },
      settings: { baseDn, version, startTls: true, requireTls, sizeLimit: config.ldap.size_limit || null },
      host,
      port,
      tlsPort: config.ldaps.port,
      tls,
      manyConnectionsFrom: config.ldap.many_connections_from ?? null,
    });
    closing.push(() => server.stop());
    const { tlsPort } = server;
    if (tlsPort === null) throw new Error("LDAPS has a certificate and does not listen");
    const reachable = inUrl(reachableHost(config));
    const addresses = { url: `ldap://${reachable}:${server.port}`, ldapsUrl: `ldaps://${reachable}:${tlsPort}` };
    return {
      url: `ldap://${inUrl(host)}:${server.port}`,
      tlsUrl: `ldaps://${inUrl(host)}:${tlsPort}`,
      binds,
      ...{ tree: view.tree, whole: view.whole, refresh: view.refresh },
      addresses,
      async describe() {
        const revision = await readDirectoryRevision(db);
        await view.refresh();
        const { people, groups, departments } = view.tree();
        return {
          port: server.port,
          ldapsPort: tlsPort,
          ...addresses,
          certificate: describeCertificate(tls),
          view: { revision, people: people.length, groups: groups.length, departments: departments.length, loadedAt },
          connections: describeConnections(server),
        };
      },
      stop,
    };
  } catch (cause) {
    await stop();
    if (cause instanceof StartFailure || !isSystemError(cause)) throw cause;
    throw new StartFailure(
      "ldap_address_unusable",
      `LDAP cannot listen on ${host}, port ${port} or ${config.ldaps.port}: ${cause.code}.`,
      "Set LARKBRIDGE_LDAP_PORT, LARKBRIDGE_LDAPS_PORT or LARKBRIDGE_LDAP_HOST, or stop the other program; port 0 takes any free one.",
      1,
      { cause },
    );
  }
}

/** What the configuration says about passwords. */
function policyOf({ initial_password: initial, ldap, declared }: Config) {
  return {
    allowUnchanged: initial.policy === "fixed" && initial.allow_ldap_bind,
    declaredAppPasswordsOnly: declared["ldap.app_passwords_only"] ? ldap.app_passwords_only : undefined,
  };
}

/** Where clients on other machines reach what listens on every address. */
function reachableHost({ ldap: { host }, public_url: publicUrl }: Config): string {
  if (host !== "0.0.0.0" && host !== "::") return host;
  return publicUrl === undefined ? hostname() : new URL(publicUrl).hostname.replace(/^\[|\]$/g, "");
}

/** The names a client may check a certificate of our own against. */
function namesOf(config: Config): readonly string[] {
  const names = [hostname().toLowerCase(), "localhost", reachableHost(config), "127.0.0.1", "::1"];
  return [...new Set(names)].filter((name) => /^[a-z0-9.:-]{1,253}$/i.test(name));
}

function inUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function isSystemError(cause: unknown): cause is Error & { readonly code: string } {
  return cause instanceof Error && "syscall" in cause && "code" in cause;
}
