import { type RawBuilder, sql } from "kysely";
import type { Attributes } from "../../core/directory/types.ts";
import type { DepartmentId, Instant, UserId } from "../../core/kernel/ids.ts";
import { LiveTree } from "../../core/ldap/live-tree.ts";
import type { DepartmentRecord, GroupRecord, PersonRecord } from "../../core/ldap/records.ts";
import type { CompiledRelations } from "../../core/ldap/relations/compile.ts";
import { type CopiedRow, readCopied } from "../../platform/db/copied-rows.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import type { DeltaSnapshot } from "./delta-reader.ts";
import { makeWorkedOut, type RelatedRow, type WorkedOut } from "./ldap-worked-out.ts";

/** A statement that reads a whole table takes longer than any other, and may sort it in memory. */
const SETTINGS = "set local statement_timeout = '10min'; set local work_mem = '64MB'";

/**
 * Reads everything LDAP shows at one snapshot. Records without a number yet are left out: `nameNewRecords` comes first. A start
 * waits for this, so it goes by COPY: the database sends the next rows while those before are taken in.
 */
export async function readLdapTree(
  { kysely, pool }: Pick<OpenDatabase, "kysely" | "pool">,
  baseDn: string,
  relations: CompiledRelations,
): Promise<{ readonly snapshot: DeltaSnapshot; readonly tree: LiveTree }> {
  const workedOut = await makeWorkedOut(relations);
  const tree = new LiveTree(baseDn, relations);
  const keep = makeKeeper();
  const textOf = (query: RawBuilder<unknown>) => query.compile(kysely).sql;
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query(`begin isolation level repeatable read read only; ${SETTINGS}`);
    const { rows } = await client.query<{ snapshot: DeltaSnapshot }>("select pg_current_snapshot()::text as snapshot");
    tree.putDepartments((await client.query<DepartmentRow>(textOf(DEPARTMENTS))).rows.map(toDepartment));
    tree.putGroups((await client.query<GroupRow>(textOf(GROUPS))).rows.map(toGroup));
    await readCopied(client, textOf(sql`${selectPeople(workedOut)} order by p.uid_number`), (people) =>
      tree.putPeople(people.map((columns) => toPerson(toPersonRow(columns, keep), workedOut))),
    );
    await readCopied(client, textOf(MEMBERSHIPS), (memberships) =>
      tree.addMemberships(
        memberships.map(([userId, departmentId]) => ({
          userId: userId as UserId,
          departmentId: departmentId as DepartmentId,
        })),
      ),
    );
    await readCopied(client, textOf(GROUP_MEMBERS), (members) =>
      tree.addGroupMembers(
        members.map(([groupId, userId, departmentId, subtree]) => ({
          groupId: groupId as string,
          userId: userId as UserId | null,
          departmentId: departmentId as DepartmentId | null,
          subtree: subtree === "t",
        })),
      ),
    );
    await client.query("commit");
    broken = false;
    return { snapshot: (rows[0] as { snapshot: DeltaSnapshot }).snapshot, tree };
  } finally {
    client.release(broken);
  }
}

interface Times {
  created_at: Instant;
  updated_at: Instant;
}

/** As text: reading it as a date, to write it as text again, took a sixth of the time of a start. */
const instant = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const times = (table: string) =>
  sql`${instant(`${table}.created_at`)} as created_at, ${instant(`${table}.updated_at`)} as updated_at`;

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
  select d.id, d.parent_id, d.name, ${times("d")}, g.slug,
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
    ${times("u")}, p.uid_number${wantsMore ? sql`, u.nickname, u.attributes` : sql``}
  from directory_user u join ldap_person p on p.user_id = u.id
  where u.status <> 'deleted' and not u.service_account`;

/** A row of `selectPeople` as COPY writes it. @param keep of texts that many people have */
function toPersonRow(columns: CopiedRow, keep: (text: string) => string): PersonRow {
  const some = (at: number) => columns[at] as string;
  const any = (at: number) => columns[at] ?? null;
  const [title, attributes] = [any(6), any(13)];
  return {
    id: some(0) as UserId,
    username: some(1),
    name: some(2),
    email: any(3),
    mobile: any(4),
    employee_no: any(5),
    job_title: title === null ? null : keep(title),
    leader_id: any(7) as UserId | null,
    active: some(8) === "t",
    created_at: keep(some(9)) as Instant,
    updated_at: keep(some(10)) as Instant,
    uid_number: Number(some(11)),
    nickname: any(12),
    attributes: attributes === null ? null : (JSON.parse(attributes) as Attributes),
  };
}

const MOST_KEPT = 10_000;

/** Makes texts that are the same one text in memory, as long as there are few. */
function makeKeeper(): (text: string) => string {
  const kept = new Map<string, string>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    if (kept.size < MOST_KEPT) kept.set(text, text);
    return text;
  };
}

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
  select d.id, g.slug, d.name, d.description, g.entry_uuid, g.gid_number, ${times("d")}
  from directory_group d join ldap_group g on g.kind = 'group' and g.object_id = d.id`;

export function toGroup(row: GroupRow): GroupRecord {
  const { id, slug, name, description, entry_uuid: entryUuid, gid_number: gidNumber } = row;
  return { id, slug, name, description, entryUuid, gidNumber, ...toTimes(row) };
}

export const MEMBERSHIPS = sql`select user_id as "userId", department_id as "departmentId" from membership`;
export const GROUP_MEMBERS = sql`
  select group_id as "groupId", user_id as "userId", department_id as "departmentId", subtree from group_member`;

function toTimes({ created_at: createdAt, updated_at: updatedAt }: Times) {
  return { createdAt, updatedAt };
}
