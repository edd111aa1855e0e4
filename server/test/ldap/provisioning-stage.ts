import { randomUUID } from "node:crypto";
import { LdapUnusable, openLdapSession, probeLdap, WriteFailure } from "../../src/connectors/ldap/index.ts";
import { compileRelations } from "../../src/core/ldap/relations/compile.ts";
import { profiles } from "../../src/core/ldap/relations/profiles.ts";
import { nameNewRecords, readLdapTree } from "../../src/features/directory/index.ts";
import { readDirectoryRevision } from "../../src/features/ldap-access/index.ts";
import { makeProvisioning } from "../../src/features/provisioning/index.ts";
import type { LdapRun, NewTarget } from "../../src/features/provisioning/ports.ts";
import { makeActiveRuns } from "../../src/features/sync/index.ts";
import { fixedClock } from "../../src/platform/clock/clock.ts";
import { type MasterKey, newMasterKey, parseMasterKey } from "../../src/platform/crypto/master-key.ts";
import { makeSecretBox } from "../../src/platform/crypto/secret-box.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Slapd } from "../support/slapd.ts";

const OPERATOR = { kind: "operator", id: null, name: "tests" } as const;

/** Provisioning over a real database with three people, two departments and a group, pointed at a slapd. */
export async function openProvisioningStage(slapd: Slapd, over: Partial<NewTarget> = {}) {
  const database = await openTestDatabase();
  const clock = fixedClock("2026-05-01T08:00:00.000Z");
  const db = database.kysely;
  const ids = {
    root: randomUUID(),
    leaf: randomUUID(),
    group: randomUUID(),
    wei: randomUUID(),
    na: randomUUID(),
    gone: randomUUID(),
  };
  await db
    .insertInto("department")
    .values([
      { id: ids.root, name: "研发部", origin: "built_in" },
      { id: ids.leaf, name: 'R&D, "平台" + <x>', parent_id: ids.root, origin: "built_in" },
    ])
    .execute();
  const person = (id: string, username: string, name: string) => ({
    ...{ id, username, name, email: `${username}@example.com`, origin: "built_in" },
  });
  await db
    .insertInto("directory_user")
    .values([
      { ...person(ids.wei, "li.wei", "李伟 🙂"), employee_no: "E-1", mobile: "+8613800000001", leader_id: ids.na },
      { ...person(ids.na, "wang.na", 'O\'Neil, Jr. + "N"'), email: "娜@example.com" },
      { ...person(ids.gone, "zhao.gone", "赵走"), status: "disabled", disabled_by: "operator" },
    ])
    .execute();
  const inDepartment = (user_id: string, department_id: string) => ({ user_id, department_id, origin: "built_in" });
  await db
    .insertInto("membership")
    .values([inDepartment(ids.wei, ids.leaf), inDepartment(ids.na, ids.root), inDepartment(ids.gone, ids.leaf)])
    .execute();
  await db.insertInto("directory_group").values({ id: ids.group, name: "VPN", description: "May dial in" }).execute();
  await db.insertInto("group_member").values({ group_id: ids.group, user_id: ids.wei }).execute();

  const faults: unknown[] = [];
  const active = makeActiveRuns();
  const provisioning = makeProvisioning({
    ...{ database, clock, active },
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
      return { revision, tree: (await readLdapTree(database, "dc=served", compileRelations(profiles.default))).tree };
    },
    onError: (message, error) => faults.push([message, error]),
  });
  const target = await provisioning.create(
    {
      name: "slapd",
      host: "127.0.0.1",
      port: Number(new URL(slapd.url).port),
      tls: { mode: "none", ca: null, fingerprint: null },
      bind_dn: slapd.rootDn,
      bind_password: slapd.rootPassword,
      base_dn: slapd.suffix,
      profile: "flat",
      places: { people: "people", groups: "groups", departments: "departments" },
      group_class: "groupOfUniqueNames",
      subtree_groups: true,
      member_of: "not_expected",
      leavers: "disable",
      password_scheme: "crypt_sha512",
      create_base: true,
      adopt: true,
      renames: false,
      enabled: false,
      follow_directory: true,
      schedule: { kind: "manual" },
      time_zone: "Asia/Shanghai",
      guard: { percent: 5, minimum: 5 },
      ...over,
    },
    OPERATOR,
  );
  if (!target.ok) throw new Error(target.error.code);
  const { id } = target.value;
  const settled = async (started: Awaited<ReturnType<typeof provisioning.run>>): Promise<LdapRun> => {
    if (!started.ok) throw new Error(started.error.code);
    await active.ended(started.value.id as never);
    return (await provisioning.findRun(id, started.value.id)) as LdapRun;
  };
  return {
    ...{ ids, db, database, provisioning, faults, targetId: id, clock },
    run: async () => settled(await provisioning.run(id, OPERATOR)),
    preview: async () => settled(await provisioning.preview(id, OPERATOR)),
    settled,
    changes: async (run: LdapRun) => {
      const page = await provisioning.readChanges(run.id, {}, { limit: 200, cursor: null });
      return page.ok ? page.value.items : [];
    },
    operator: OPERATOR,
    ldap: () =>
      openLdapSession({
        ...{
          host: "127.0.0.1",
          port: Number(new URL(slapd.url).port),
          bindDn: slapd.rootDn,
          bindPassword: slapd.rootPassword,
        },
        tls: { mode: "none", ca: null, fingerprint: null },
      }),
    async close() {
      await active.stop();
      await database.close();
    },
  };
}
