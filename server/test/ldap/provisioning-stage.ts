import { randomUUID } from "node:crypto";
import { openLdapSession } from "../../src/connectors/ldap/index.ts";
import type { Relation } from "../../src/core/ldap/relations/relation.ts";
import type { LdapRun, NewTarget } from "../../src/features/provisioning/ports.ts";
import { fixedClock } from "../../src/platform/clock/clock.ts";
import { openTestDatabase } from "../support/database.ts";
import { addressOf, openOneTarget } from "../support/one-ldap-target.ts";
import type { Slapd } from "../support/slapd.ts";

/** Provisioning over a real database with three people, two departments and a group, pointed at a slapd. */
export async function openProvisioningStage(
  slapd: Slapd,
  over: Partial<NewTarget> = {},
  parts: { readonly relations?: readonly Relation[]; readonly unserved?: boolean } = {},
) {
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
  const server = { ...slapd, port: Number(new URL(slapd.url).port) };
  const onError = (message: string, error: unknown) => faults.push([message, error]);
  const target = await openOneTarget({ database, clock, onError, ...parts }, server, over);
  return {
    ...{ ...target, ids, db, database, faults, clock },
    changes: async (run: LdapRun) => {
      const page = await target.provisioning.readChanges(run.id, {}, { limit: 200, cursor: null });
      return page.ok ? page.value.items : [];
    },
    runs: async () => {
      const page = await target.provisioning.listRuns(target.targetId, {}, { limit: 200, cursor: null });
      if (!page.ok) throw new Error(page.error.code);
      return page.value;
    },
    ldap: () => openLdapSession(addressOf(server)),
    async close() {
      await target.stop();
      await database.close();
    },
  };
}
