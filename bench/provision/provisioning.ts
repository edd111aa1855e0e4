import { LdapUnusable, openLdapSession, probeLdap, WriteFailure } from "../../server/src/connectors/ldap/index.ts";
import { compileRelations } from "../../server/src/core/ldap/relations/compile.ts";
import { profiles } from "../../server/src/core/ldap/relations/profiles.ts";
import { nameNewRecords, readLdapTree } from "../../server/src/features/directory/index.ts";
import { readDirectoryRevision } from "../../server/src/features/ldap-access/index.ts";
import { makeProvisioning } from "../../server/src/features/provisioning/index.ts";
import type { LdapRun } from "../../server/src/features/provisioning/ports.ts";
import { makeActiveRuns } from "../../server/src/features/sync/index.ts";
import { systemClock } from "../../server/src/platform/clock/clock.ts";
import { type MasterKey, newMasterKey, parseMasterKey } from "../../server/src/platform/crypto/master-key.ts";
import { makeSecretBox } from "../../server/src/platform/crypto/secret-box.ts";
import type { OpenDatabase } from "../../server/src/platform/db/open-database.ts";
import { BASE, ROOT } from "./slapd.ts";

const ACTOR = { kind: "system", id: null, name: "bench" } as const;

/** Provisioning in this process, with one server. */
export async function openProvisioning(database: OpenDatabase, port: number) {
  const active = makeActiveRuns();
  const db = database.kysely;
  const provisioning = makeProvisioning({
    ...{ database, active, clock: systemClock },
    box: makeSecretBox(parseMasterKey(newMasterKey()) as MasterKey, "stored-secret"),
    servers: {
      open: openLdapSession,
      probe: probeLdap,
      failureOf: (error) => (error instanceof LdapUnusable ? { code: error.code, detail: error.detail } : undefined),
      refusalOf: (error) => (error instanceof WriteFailure ? error : undefined),
    },
    async readTree() {
      const revision = await readDirectoryRevision(db);
      await nameNewRecords(db, null);
      return { revision, tree: (await readLdapTree(database, BASE, compileRelations(profiles.default))).tree };
    },
    onError: (message, error) => console.error(message, error),
  });
  const made = await provisioning.create(
    {
      ...{ name: "bench", host: "127.0.0.1", port, bind_dn: ROOT.dn, bind_password: ROOT.password, base_dn: BASE },
      tls: { mode: "none", ca: null, fingerprint: null },
      profile: "flat",
      places: { people: "people", groups: "groups", departments: "departments" },
      ...{ group_class: "groupOfUniqueNames", subtree_groups: false, member_of: "not_expected", leavers: "disable" },
      ...{ password_scheme: "none", create_base: true, adopt: true, renames: false, enabled: false },
      ...{ follow_directory: false, schedule: { kind: "manual" }, time_zone: "UTC" },
      guard: { percent: 5, minimum: 5 },
    },
    ACTOR,
  );
  if (!made.ok) throw new Error(made.error.code);
  const { id } = made.value;
  return {
    async run(): Promise<{ readonly run: LdapRun; readonly ms: number }> {
      const begun = performance.now();
      const started = await provisioning.run(id, ACTOR);
      if (!started.ok) throw new Error(started.error.code);
      await active.ended(started.value.id as never);
      const ms = performance.now() - begun;
      return { run: (await provisioning.findRun(id, started.value.id)) as LdapRun, ms };
    },
    close: () => active.stop(),
  };
}
