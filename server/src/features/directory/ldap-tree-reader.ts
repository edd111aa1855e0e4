import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type {
  DepartmentRecord,
  GroupMemberRecord,
  GroupRecord,
  MembershipRecord,
  PersonRecord,
} from "../../core/ldap/records.ts";
import { makeTreeBuilder, type Tree } from "../../core/ldap/tree.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** Rows of one fetch: reading them holds the event loop for a few milliseconds. */
const BATCH = 1000;

export async function readDirectoryRevision(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ revision: number }>`select revision from directory_state`.execute(db);
  return rows[0]?.revision ?? 0;
}

/** Reads everything LDAP shows at one revision. Records without a number yet are left out: `nameNewRecords` comes first. */
export function readLdapTree(
  db: Kysely<Database>,
  baseDn: string,
): Promise<{ readonly revision: number; readonly tree: Tree }> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => {
      const revision = await readDirectoryRevision(tx);
      const builder = makeTreeBuilder(baseDn);
      await sql`set local cursor_tuple_fraction = 1`.execute(tx);
      await inBatches<DepartmentRow>(tx, DEPARTMENTS, (rows) => builder.addDepartments(rows.map(toDepartment)));
      await inBatches<PersonRow>(tx, PEOPLE, (rows) => builder.addPeople(rows.map(toPerson)));
      await inBatches<GroupRow>(tx, GROUPS, (rows) => builder.addGroups(rows.map(toGroup)));
      await inBatches<MembershipRecord>(tx, MEMBERSHIPS, (rows) => builder.addMemberships(rows));
      await inBatches<GroupMemberRecord>(tx, GROUP_MEMBERS, (rows) => builder.addGroupMembers(rows));
      return { revision, tree: builder.build() };
    });
}

async function inBatches<Row>(
  tx: Kysely<Database>,
  query: RawBuilder<unknown>,
  take: (rows: readonly Row[]) => void,
): Promise<void> {
  await sql`declare ldap no scroll cursor for ${query}`.execute(tx);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(BATCH)} from ldap`.execute(tx);
    if (rows.length > 0) take(rows);
    if (rows.length < BATCH) break;
  }
  await sql`close ldap`.execute(tx);
}

interface Times {
  created_at: Date;
  updated_at: Date;
}

interface DepartmentRow extends Times {
  id: DepartmentRecord["id"];
  parent_id: DepartmentRecord["parentId"];
  name: string;
  slug: string;
  direct_uuid: string;
  direct_gid: number;
  all_uuid: string;
  all_gid: number;
}

const DEPARTMENTS = sql`
  select d.id, d.parent_id, d.name, d.created_at, d.updated_at, g.slug,
    g.entry_uuid as direct_uuid, g.gid_number as direct_gid, a.entry_uuid as all_uuid, a.gid_number as all_gid
  from department d
  join ldap_group g on g.kind = 'department' and g.object_id = d.id
  join ldap_group a on a.kind = 'department_all' and a.object_id = d.id
  where d.status = 'active'`;

function toDepartment(row: DepartmentRow): DepartmentRecord {
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

interface PersonRow extends Times {
  id: PersonRecord["id"];
  username: string;
  name: string;
  email: string | null;
  mobile: string | null;
  employee_no: string | null;
  job_title: string | null;
  leader_id: PersonRecord["leaderId"];
  active: boolean;
  uid_number: number;
}

const PEOPLE = sql`
  select u.id, u.username, u.name, u.email, u.mobile, u.employee_no, u.job_title, u.leader_id, u.status = 'active' as active,
    u.created_at, u.updated_at, p.uid_number
  from directory_user u join ldap_person p on p.user_id = u.id
  where u.status <> 'deleted' and not u.service_account order by p.uid_number`;

function toPerson(row: PersonRow): PersonRecord {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    email: row.email,
    mobile: row.mobile,
    employeeNo: row.employee_no,
    jobTitle: row.job_title,
    leaderId: row.leader_id,
    active: row.active,
    uidNumber: row.uid_number,
    ...toTimes(row),
  };
}

interface GroupRow extends Times {
  id: string;
  slug: string;
  name: string;
  description: string;
  entry_uuid: string;
  gid_number: number;
}

const GROUPS = sql`
  select d.id, g.slug, d.name, d.description, g.entry_uuid, g.gid_number, d.created_at, d.updated_at
  from directory_group d join ldap_group g on g.kind = 'group' and g.object_id = d.id`;

function toGroup(row: GroupRow): GroupRecord {
  const { id, slug, name, description, entry_uuid: entryUuid, gid_number: gidNumber } = row;
  return { id, slug, name, description, entryUuid, gidNumber, ...toTimes(row) };
}

const MEMBERSHIPS = sql`select user_id as "userId", department_id as "departmentId" from membership`;
const GROUP_MEMBERS = sql`
  select group_id as "groupId", user_id as "userId", department_id as "departmentId", subtree from group_member`;

function toTimes({ created_at: created, updated_at: updated }: Times) {
  return { createdAt: created.toISOString() as Instant, updatedAt: updated.toISOString() as Instant };
}
