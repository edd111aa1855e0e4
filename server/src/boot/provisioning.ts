import type { Config } from "../config/load.ts";
import { LdapUnusable, openLdapSession, probeLdap, WriteFailure } from "../connectors/ldap/index.ts";
import { compileRelations } from "../core/ldap/relations/compile.ts";
import { makeReadRelations, nameNewRecords, readLdapTree } from "../features/directory/index.ts";
import { readDirectoryRevision } from "../features/ldap-access/index.ts";
import {
  followDirectory,
  type LdapServers,
  makeProvisioning,
  type Provisioning,
} from "../features/provisioning/index.ts";
import { makeActiveRuns } from "../features/sync/index.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { SecretBox } from "../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { Logger } from "../platform/log/logger.ts";
import { declaredRelations } from "./declared-relations.ts";

export interface RunningProvisioning extends Provisioning {
  stop(): Promise<void>;
}

const servers: LdapServers = {
  open: openLdapSession,
  probe: probeLdap,
  failureOf: (error) => (error instanceof LdapUnusable ? { code: error.code, detail: error.detail } : undefined),
  refusalOf: (error) => (error instanceof WriteFailure ? error : undefined),
};

/** Puts provisioning together, and begins to follow the directory. */
export function startProvisioning(parts: {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly log: Logger;
}): RunningProvisioning {
  const { database, log } = parts;
  const readRelations = makeReadRelations(declaredRelations(parts.config));
  const active = makeActiveRuns();
  const deps = {
    ...parts,
    ...{ active, servers },
    async readTree() {
      const db = database.kysely;
      // Asked first: what comes while the rest is read is written by the next run.
      const revision = await readDirectoryRevision(db);
      await nameNewRecords(db, null);
      const { relations } = await readRelations(db);
      // The names of the served tree are not used: a server has a base of its own.
      const { tree } = await readLdapTree(database, "dc=larkbridge", compileRelations(relations));
      return { revision, tree };
    },
    onError: (message: string, error: unknown) => log.error({ err: error }, message),
  };
  const following = followDirectory(deps);
  return {
    ...makeProvisioning(deps),
    async stop() {
      await following.stop();
      await active.stop();
    },
  };
}
