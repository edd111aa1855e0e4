import { isDeepStrictEqual } from "node:util";
import type { Config } from "../config/load.ts";
import { LdapUnusable, WriteFailure } from "../connectors/ldap/failure.ts";
import { err, ok } from "../core/kernel/result.ts";
import type { CompiledRelations } from "../core/ldap/relations/compile.ts";
import { type LdapRelations, type LdapView, nameNewRecords, readLdapTree } from "../features/directory/index.ts";
import { readDirectoryRevision } from "../features/ldap-access/index.ts";
import {
  declareTargets,
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
import { StartFailure } from "./start-failure.ts";

export interface ProvisioningBoot {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly box: SecretBox;
  readonly ldapRelations: Pick<LdapRelations, "checkForRun">;
  /** The tree LDAP serves; null where it does not. */
  readonly served: Pick<LdapView, "whole" | "refresh"> | null;
  /** Told of failures that are ours to look at. */
  readonly onError: (message: string, error: unknown) => void;
}

export interface RunningProvisioning extends Provisioning {
  stop(): Promise<void>;
}

/** Loaded when a server is spoken to: most installations have none. */
const connector = () => import("../connectors/ldap/index.ts");

const servers: LdapServers = {
  open: async (address) => (await connector()).openLdapSession(address),
  probe: async (address, question) => (await connector()).probeLdap(address, question),
  failureOf: (error) => (error instanceof LdapUnusable ? { code: error.code, detail: error.detail } : undefined),
  refusalOf: (error) => (error instanceof WriteFailure ? error : undefined),
};

/** Puts together what runs of external LDAP servers need. */
export function composeProvisioning({ ldapRelations, served, ...parts }: ProvisioningBoot): ProvisioningDeps {
  const db = parts.database.kysely;
  const readOwn = async (relations: CompiledRelations) => {
    // Asked first: what comes while the rest is read is written by the next run.
    const revision = await readDirectoryRevision(db);
    await nameNewRecords(db, null);
    // The names of the served tree are not used: a server has a base of its own.
    const { tree } = await readLdapTree(parts.database, "dc=larkbridge", relations);
    return { revision, tree: async () => tree };
  };
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
      async read(relations) {
        if (served === null) return readOwn(relations);
        const revision = await readDirectoryRevision(db);
        const tree = async () => {
          await served.refresh();
          const now = served.whole();
          // Somebody may have changed the relations since they were checked.
          return now && isDeepStrictEqual(now.relations.relations, relations.relations) ? now : undefined;
        };
        return { revision, tree };
      },
      readOwn,
    },
  };
}

const SYSTEM = { kind: "system", id: null, name: "configuration" } as const;

/**
 * Takes over the servers the configuration declares, makes the use cases, and begins to follow the directory.
 *
 * @throws StartFailure when a server cannot be changed as declared
 */
export async function startProvisioning(
  parts: ProvisioningBoot,
  declared: Config["ldap"]["targets"] = [],
): Promise<RunningProvisioning> {
  const deps = composeProvisioning(parts);
  const declaring = await declareTargets(deps, declared, SYSTEM);
  if (!declaring.ok) {
    const { name, field, entries } = declaring.error.detail;
    throw new StartFailure(
      "config_ldap_target_in_use",
      `ldap.targets: ${field} of ${name} cannot be changed, because ${entries} entries were written with what it was.`,
      "Set it back, or give the server another name: it is then another server, which adopts what it finds there.",
      2,
    );
  }
  const following = followDirectory(deps);
  return {
    ...makeProvisioning(deps),
    async stop() {
      await following.stop();
      await deps.active.stop();
    },
  };
}
