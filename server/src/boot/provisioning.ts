import { LdapUnusable, openLdapSession, probeLdap, WriteFailure } from "../connectors/ldap/index.ts";
import { err, ok } from "../core/kernel/result.ts";
import { type LdapRelations, nameNewRecords, readLdapTree } from "../features/directory/index.ts";
import { readDirectoryRevision } from "../features/ldap-access/index.ts";
import {
  followDirectory,
  type LdapServers,
  makeProvisioning,
  type Provisioning,
  type ProvisioningDeps,
} from "../features/provisioning/index.ts";
import { makeActiveRuns } from "../features/sync/index.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { SecretBox } from "../platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";

export interface ProvisioningBoot {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly ldapRelations: Pick<LdapRelations, "checkForRun">;
  /** Told of failures that are ours to look at. */
  readonly onError: (message: string, error: unknown) => void;
}

export interface RunningProvisioning extends Provisioning {
  stop(): Promise<void>;
}

const servers: LdapServers = {
  open: openLdapSession,
  probe: probeLdap,
  failureOf: (error) => (error instanceof LdapUnusable ? { code: error.code, detail: error.detail } : undefined),
  refusalOf: (error) => (error instanceof WriteFailure ? error : undefined),
};

/** Puts together what runs of external LDAP servers need. */
export function composeProvisioning({ ldapRelations, ...parts }: ProvisioningBoot): ProvisioningDeps {
  const db = parts.database.kysely;
  return {
    ...parts,
    ...{ servers, active: makeActiveRuns() },
    directory: {
      async checkRelations() {
        const checked = await ldapRelations.checkForRun();
        if (checked.ok) return ok(checked.value);
        const findings = checked.error.findings.map(({ code, detail }) => ({ code, detail }));
        return err({ code: "relations_broken", findings });
      },
      async readTree(relations) {
        // Asked first: what comes while the rest is read is written by the next run.
        const revision = await readDirectoryRevision(db);
        await nameNewRecords(db, null);
        // The names of the served tree are not used: a server has a base of its own.
        const { tree } = await readLdapTree(db, "dc=larkbridge", relations);
        return { revision, tree };
      },
    },
  };
}

/** Makes the use cases, and begins to follow the directory. */
export function startProvisioning(parts: ProvisioningBoot): RunningProvisioning {
  const deps = composeProvisioning(parts);
  const following = followDirectory(deps);
  return {
    ...makeProvisioning(deps),
    async stop() {
      await following.stop();
      await deps.active.stop();
    },
  };
}
