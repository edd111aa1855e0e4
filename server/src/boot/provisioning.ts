import { LdapUnusable, openLdapSession, probeLdap, WriteFailure } from "../connectors/ldap/index.ts";
import { nameNewRecords, readLdapTree } from "../features/directory/index.ts";
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

export interface RunningProvisioning extends Provisioning {
  stop(): Promise<void>;
}

const servers: LdapServers = {
  open: openLdapSession,
  probe: probeLdap,
  failureOf: (error) => (error instanceof LdapUnusable ? error : undefined),
  refusalOf: (error) => (error instanceof WriteFailure ? error : undefined),
};

/** Puts provisioning together, and begins to follow the directory. */
export function startProvisioning(parts: {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly log: Logger;
}): RunningProvisioning {
  const { database, log } = parts;
  const active = makeActiveRuns();
  const deps = {
    ...parts,
    ...{ active, servers },
    async readTree() {
      await nameNewRecords(database.kysely);
      // The names of the served tree are not used: a server has a base of its own.
      return readLdapTree(database.kysely, "dc=larkbridge");
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
