import type { Config } from "../config/load.ts";
import { type BindPerson, makeLdapBind } from "../features/access/index.ts";
import { type LdapRelations, makeReadRelations, startLdapView } from "../features/directory/index.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { Logger } from "../platform/log/logger.ts";
import { type BindOutcome, startLdapServer } from "../protocols/ldap/index.ts";
import { declaredRelations } from "./declared-relations.ts";
import { openLdapCertificate } from "./ldap-certificate.ts";
import { StartFailure } from "./start-failure.ts";

/** LDAP as it runs. */
export interface RunningLdap {
  readonly url: string;
  /** Null without a certificate. */
  readonly tlsUrl: string | null;
  stop(): Promise<void>;
}

export interface LdapBoot {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly log: Logger;
  readonly version: string;
  readonly ldapRelations: Pick<LdapRelations, "read">;
}

/** Reads the directory into memory and serves it. */
export async function startLdap({
  config,
  database,
  clock,
  log,
  version,
  ldapRelations,
}: LdapBoot): Promise<RunningLdap> {
  const { host, port, base_dn: baseDn, require_tls: requireTls } = config.ldap;
  const tls = await openLdapCertificate(config.ldap, log);
  const onFault = (error: unknown) => log.error({ err: error }, "LDAP could not be served as it should");
  const view = await startLdapView(database, baseDn, onFault, makeReadRelations(declaredRelations(config)));
  for (const { severity, code, detail } of (await ldapRelations.read()).findings)
    if (severity !== "warning") log.warn({ code, ...detail }, "a field relation of LDAP gives nobody a value");
  const initial = config.initial_password;
  const allowUnchanged = initial.policy === "fixed" && initial.allow_ldap_bind;
  const bindPerson = makeLdapBind({ db: database.kysely, clock, allowUnchanged });
  try {
    const server = await startLdapServer({
      ports: {
        tree: view.tree,
        bind: (who, password, address) =>
          who.kind === "person"
            ? bindAs(bindPerson, who.name, password, address)
            : Promise.resolve({ kind: "refused" }),
        onFault,
      },
      settings: { baseDn, version, startTls: tls !== null, requireTls },
      host,
      port,
      tlsPort: config.ldaps.port,
      tls,
      manyConnectionsFrom: config.ldap.many_connections_from ?? null,
    });
    const shown = host.includes(":") ? `[${host}]` : host;
    return {
      url: `ldap://${shown}:${server.port}`,
      tlsUrl: server.tlsPort === null ? null : `ldaps://${shown}:${server.tlsPort}`,
      async stop() {
        tls?.close();
        await server.stop();
        await view.stop();
      },
    };
  } catch (cause) {
    tls?.close();
    await view.stop();
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new StartFailure(
      "ldap_address_unusable",
      `LDAP cannot listen on ${host}, port ${port} or ${config.ldaps.port}: ${reason}.`,
      "Set LARKBRIDGE_LDAP_PORT, LARKBRIDGE_LDAPS_PORT or LARKBRIDGE_LDAP_HOST, or stop the other program; port 0 takes any free one.",
      1,
      { cause },
    );
  }
}

async function bindAs(bind: BindPerson, name: string, password: string, address: string): Promise<BindOutcome> {
  const outcome = await bind(name, password, address);
  return outcome.kind === "bound" ? { kind: "bound", principal: { kind: "person", id: outcome.userId } } : outcome;
}
