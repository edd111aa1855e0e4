import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import { LiveTree } from "../../core/ldap/live-tree.ts";
import type {
  DepartmentRecord,
  GroupMemberRecord,
  GroupRecord,
  MembershipRecord,
  PersonRecord,
} from "../../core/ldap/records.ts";
import type { CompiledRelations } from "../../core/ldap/relations/compile.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { readInBatches } from "./batch-reader.ts";
import { type DeltaSnapshot, readSnapshot } from "./delta-reader.ts";
import { makeWorkedOut, type RelatedRow, type WorkedOut } from "./ldap-worked-out.ts";

/** Reads everything LDAP shows at one snapshot. Records without a number yet are left out: `nameNewRecords` comes first. */
export async function readLdapTree(
  db: Kysely<Database>,
  baseDn: string,
  relations: CompiledRelations,
): Promise<{ readonly snapshot: DeltaSnapshot; readonly tree: LiveTree }> {
  const workedOut = await makeWorkedOut(relations);
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => {
      const snapshot = await readSnapshot(tx);
      const tree = new LiveTree(baseDn, relations);
      await readInBatches<DepartmentRow>(tx, DEPARTMENTS, (rows) => tree.putDepartments(rows.map(toDepartment)));
      await readInBatches<GroupRow>(tx, GROUPS, (rows) => tree.putGroups(rows.map(toGroup)));
      await readInBatches<PersonRow>(tx, sql`${selectPeople(workedOut)} order by p.uid_number`, (rows) =>
        tree.putPeople(rows.map((row) => toPerson(row, workedOut))),
      );
      await readInBatches<MembershipRecord>(tx, MEMBERSHIPS, (rows) => tree.addMemberships(rows));
      await readInBatches<GroupMemberRecord>(tx, GROUP_MEMBERS, (rows) => tree.addGroupMembers(rows));
      return { snapshot, tree };
    });
}

interface Times {
  created_at: Date;
  updated_at: Date;
}

export interface DepartmentRow extends Times {
  id: DepartmentRecord["id"];
  parent_id: DepartmentRecord["parentId"];
  name: string;
  slug: string;
  direct_uuid: string;
  direct_gid: number;
  all_uuid: string;
  all_gid: number;
}

export const DEPARTMENTS = sql`
  select d.id, d.parent_id, d.name, d.created_at, d.updated_at, g.slug,
    g.entry_uuid as direct_uuid, g.gid_number as direct_gid, a.entry_uuid as all_uuid, a.gid_number as all_gid
  from department d
  join ldap_group g on g.kind = 'department' and g.object_id = d.id
  join ldap_group a on a.kind = 'department_all' and a.object_id = d.id
  where d.status = 'active'`;

export function toDepartment(row: DepartmentRow): DepartmentRecord {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    parentId: row.parent_id,
    direct: { entryUuid: row.direct_uuid, gidNumber: row.direct_gid },
    all: { entryUuid: row.all_uuid, gidNumber: row.all_gid },
    ...toTimes(row),
  };
}

export interface PersonRow extends Times, RelatedRow {
  id: PersonRecord["id"];
  leader_id: PersonRecord["leaderId"];
  active: boolean;
  uid_number: number;
}

/** People LDAP shows, with what relations need of them. */
export const selectPeople = ({ wantsMore }: WorkedOut) => sql`
  select u.id, u.username, u.name, u.email, u.mobile, u.employee_no, u.job_title, u.leader_id, u.status = 'active' as active,
    u.created_at, u.updated_at, p.uid_number${wantsMore ? sql`, u.nickname, u.attributes` : sql``}
  from directory_user u join ldap_person p on p.user_id = u.id
  where u.status <> 'deleted' and not u.service_account`;

export function toPerson(row: PersonRow, workedOut: WorkedOut): PersonRecord {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    email: row.email,
    mobile: row.mobile,
    employeeNo: row.employee_no,
    jobTitle: row.job_title,
    leaderId: row.leader_id,
    workedOut: workedOut.of(row),
    active: row.active,
    uidNumber: row.uid_number,
    ...toTimes(row),
  };
}

export interface GroupRow extends Times {
  id: string;
  slug: string;
  name: string;
  description: string;
  entry_uuid: string;
  gid_number: number;
}

export const GROUPS = sql`
  select d.id, g.slug, d.name, d.description, g.entry_uuid, g.gid_number, d.created_at, d.updated_at
  from directory_group d join ldap_group g on g.kind = 'group' and g.object_id = d.id`;

export function toGroup(row: GroupRow): GroupRecord {
  const { id, slug, name, description, entry_uuid: entryUuid, gid_number: gidNumber } = row;
  return { id, slug, name, description, entryUuid, gidNumber, ...toTimes(row) };
}

export const MEMBERSHIPS = sql`select user_id as "userId", department_id as "departmentId" from membership`;
export const GROUP_MEMBERS = sql`
  select group_id as "groupId", user_id as "userId", department_id as "departmentId", subtree from group_member`;

function toTimes({ created_at: created, updated_at: updated }: Times) {
  return { createdAt: created.toISOString() as Instant, updatedAt: updated.toISOString() as Instant };
}
