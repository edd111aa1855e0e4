import { join } from "node:path";
import { makeEntrance } from "./boot/access.ts";
import { makeBackup } from "./boot/backup.ts";
import { startDatabase } from "./boot/database.ts";
import { declaredConnection } from "./boot/declared-connection.ts";
import { startEvents } from "./boot/events.ts";
import { makeFeishuConnections } from "./boot/feishu-connections.ts";
import { startHttp } from "./boot/http.ts";
import { makeInstallationStore } from "./boot/installation-store.ts";
import { makeIntegration } from "./boot/integration.ts";
import { composeLdapRelations } from "./boot/ldap-relations.ts";
import { checkMasterKey, findMasterKey } from "./boot/master-key.ts";
import { startMessages } from "./boot/messages.ts";
import { composeNotices } from "./boot/notices.ts";
import { composeOidc } from "./boot/oidc.ts";
import { startProvisioning } from "./boot/provisioning.ts";
import { makeSignInWithFeishu } from "./boot/sign-in.ts";
import { startSync } from "./boot/sync.ts";
import { composeWebhooks } from "./boot/webhooks.ts";
import type { Config } from "./config/load.ts";
import { secretValues } from "./config/secrets.ts";
import { declareInitialPassword } from "./features/access/index.ts";
import { makeAuditRecords } from "./features/admin/audit-store.ts";
import { bootstrapOwner } from "./features/admin/owner-store.ts";
import { bootstrapToken, makeApiTokens } from "./features/admin/token-store.ts";
import { makeApplications } from "./features/applications/index.ts";
import { makeDepartments, makeGroups, makeImports, makeLinks, makeUsers } from "./features/directory/index.ts";
import { makeConnectionStore } from "./features/integration/index.ts";
import { makeLdapAccess } from "./features/ldap-access/index.ts";
import { findNotification } from "./features/messages/index.ts";
import { webhookSubscriber } from "./features/webhooks/index.ts";
import { systemClock } from "./platform/clock/clock.ts";
import { makeSecretBox } from "./platform/crypto/secret-box.ts";
import { createLogger } from "./platform/log/logger.ts";
import { Secrets } from "./platform/log/secrets.ts";
import { releaseMemory } from "./platform/memory/collect-garbage.ts";
import { keepMemorySmall } from "./platform/memory/keep-memory-small.ts";
import { makeMetrics } from "./platform/metrics/metrics.ts";
import { type OutboxSubscriber, readWantedTopics } from "./platform/outbox/relay.ts";

/** A server that runs. */
export interface RunningServer {
  /** Where it answers: the public address of the configuration, else the one it listens on. */
  readonly url: string;
  /** Where LDAP answers, and LDAP over TLS; null while it is off. */
  readonly ldapUrl: string | null;
  readonly ldapsUrl: string | null;
  /** Where the first owner is made, once; null when there is one. */
  readonly setupUrl: string | null;
  /** Makes an address that signs a user in, once, within a day. */
  readonly makeSignInUrl: (username: string) => Promise<string>;
  /** Settles with a reason when it cannot go on by itself. */
  readonly failed: Promise<Error>;
  /** Lets requests and runs end, and closes everything in the order opposite to the start. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly version: string;
  /** Where log lines go. */
  readonly out: { write(line: string): unknown; readonly isTTY?: boolean };
}

/** Requests get this long to end when the server stops. */
const DRAIN_MS = 10_000;
const SYSTEM = { kind: "system", id: null, name: "configuration" } as const;

/**
 * Starts a server: the only place where implementations are chosen. Ready when this returns.
 *
 * @throws an error with a stable `code` and a `cure` for what the administrator can mend, any other for bugs
 */
export async function startServer(config: Config, options: ServerOptions): Promise<RunningServer> {
  keepMemorySmall();
  const secrets = new Secrets();
  for (const value of secretValues(config)) secrets.add(value);
  const log = createLogger({ level: config.log.level, secrets, out: options.out });
  const clock = systemClock;
  const closing: (() => Promise<unknown> | unknown)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });

  try {
    const key = await findMasterKey(config, secrets, log);
    const started = await startDatabase(config, log, (exitCode) =>
      fail(new Error(`The embedded database ended by itself (${exitCode}).`)),
    );
    closing.push(() => started.stop());
    const { database } = started;
    const installation = makeInstallationStore(database.kysely);
    await checkMasterKey(installation, key);

    const tokens = makeApiTokens(database.kysely, clock);
    if (config.api_token !== undefined) await bootstrapToken(database.kysely, config.api_token);
    const { username, password } = config.admin;
    if (username !== undefined && password !== undefined) await bootstrapOwner(database.kysely, { username, password });
    const initial = config.initial_password;
    await declareInitialPassword(database.kysely, initial.policy === "fixed" ? initial.value : null);

    const box = makeSecretBox(key, "stored-secret");
    const connections = makeConnectionStore(database.kysely, box);
    const declared = declaredConnection(config);
    if (declared) await connections.declareFromFile(declared, SYSTEM);
    else await connections.releaseFromFile(SYSTEM);
    const feishu = makeFeishuConnections(connections, clock, secrets);
    closing.push(() => feishu.close());

    const users = makeUsers({ database, clock });
    const entrance = makeEntrance({ config, database, clock, box, users, log });
    const { access, findSession } = entrance;
    const readDeletedDays = async () => (await access.settings.read()).deletedDays;
    const metrics = makeMetrics();
    const messages = startMessages({ database, clock, box, connections, feishu, log });
    closing.push(() => messages.stop());
    const notices = await composeNotices({
      ...{ config, database, clock, connections, feishu, metrics, log },
      publicUrl: entrance.publicUrl,
      queueMessages: messages.queue,
      updateCards: messages.updateCards,
    });
    closing.push(() => notices.stop());
    const subscribers: readonly OutboxSubscriber[] = [webhookSubscriber, notices.subscriber];
    const sync = await startSync({
      ...{ database, clock, connections, feishu, users, log, readDeletedDays },
      readWantedTopics: (db) => readWantedTopics(db, subscribers),
    });
    closing.push(() => sync.stop());

    const ldapRelations = composeLdapRelations({ config, database, clock, connections });
    const ldap = config.ldap.enabled
      ? await (await import("./boot/ldap.ts")).startLdap({
          config,
          database,
          clock,
          box,
          log,
          version: options.version,
          ldapRelations,
        })
      : null;
    closing.push(() => ldap?.stop());

    const provisioning = await startProvisioning(
      {
        ...{ database, clock, box, ldapRelations, served: ldap },
        onError: (message, error) => log.error({ err: error }, message),
      },
      config.ldap.targets,
    );
    closing.push(() => provisioning.stop());

    const told = composeWebhooks({
      ...{ config, database, clock, box, log, version: options.version, subscribers },
      readNotificationCounts: async (db, id) => (await findNotification(db, id))?.counts,
    });
    closing.push(() => told.stop());

    const { publicUrl } = entrance;
    const oidc = composeOidc({ database, clock, key, box, access, findSession, publicUrl, log });
    closing.push(() => oidc.stop());

    const events = startEvents({
      ...{ database, clock, connections, secrets, metrics, log },
      onReceived: (connectionId) => sync.live.wake(connectionId),
      answerCardAction: notices.answerCards(sync.runs),
      readLive: (connectionId) => sync.live.read(connectionId),
    });
    closing.push(() => events.stop());

    const http = await startHttp({
      config,
      log,
      metrics,
      version: options.version,
      clock,
      isDatabaseReachable: installation.isReachable,
      access,
      findSession,
      tokens,
      audit: makeAuditRecords(database.kysely),
      users,
      departments: makeDepartments({ database, clock }),
      links: makeLinks({
        database,
        clock,
        readFeishuPerson: async (connectionId, openId, signal) =>
          (await feishu.openById(connectionId)).readRawUser(openId, signal),
      }),
      groups: makeGroups({ database, clock }),
      ldapRelations,
      imports: makeImports({ database, clock }),
      integration: makeIntegration({
        database,
        box,
        connections,
        feishu,
        clock,
        secrets,
        publicUrl: entrance.publicUrl,
        ...sync,
      }),
      feishuSignIn: makeSignInWithFeishu({
        database,
        clock,
        box,
        connections,
        feishu,
        secrets,
        provision: sync.provision,
        publicUrl: entrance.publicUrl,
      }),
      oidc,
      events,
      sync,
      startBackup: makeBackup(database, options.version),
      notices,
      applications: makeApplications({ database, clock }),
      ldap: makeLdapAccess({
        db: database.kysely,
        clock,
        settings: { host: config.ldap.host, baseDn: config.ldap.base_dn, requireTls: config.ldap.require_tls },
        findUser: (user) => users.find(user),
        readAppPasswordsOnly: async () => (await access.settings.read()).ldapAppPasswordsOnly,
        served: ldap,
      }),
      provisioning,
      messages: messages.messages,
      webhooks: told.webhooks,
    });
    closing.push(() => http.drain(DRAIN_MS));
    // Starting leaves much behind, and V8 measures from here how far the heap may grow. Nobody who waits for the start waits for it.
    const releasing = setTimeout(releaseMemory, 1000).unref();
    closing.push(() => clearTimeout(releasing));
    log.info(
      {
        url: http.url,
        ldap: ldap?.url ?? null,
        ldaps: ldap?.tlsUrl ?? null,
        embedded_database: started.embedded,
        data: started.embedded ? join(config.data_dir, "postgres") : null,
      },
      "ready",
    );
    const setupUrl = await entrance.open(http.url);
    oidc.start();
    notices.start();
    // What follows from events may hold links, so it waits until the address they lead to is known.
    told.start();
    return {
      url: http.url,
      ldapUrl: ldap?.url ?? null,
      ldapsUrl: ldap?.tlsUrl ?? null,
      setupUrl,
      makeSignInUrl: entrance.makeSignInUrl,
      failed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
