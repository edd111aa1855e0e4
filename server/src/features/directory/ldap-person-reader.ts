import { type Kysely, sql } from "kysely";
import type { Attributes } from "../../core/directory/types.ts";
import type { UserId } from "../../core/kernel/ids.ts";
import { LiveTree } from "../../core/ldap/live-tree.ts";
import type { GroupMemberRecord, MembershipRecord } from "../../core/ldap/records.ts";
import type { CompiledRelations } from "../../core/ldap/relations/compile.ts";
import type { Tree } from "../../core/ldap/tree.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { nameNewRecords } from "./ldap-name-store.ts";
import {
  DEPARTMENTS,
  type DepartmentRow,
  GROUP_MEMBERS,
  GROUPS,
  type GroupRow,
  MEMBERSHIPS,
  type PersonRow,
  selectPeople,
  toDepartment,
  toGroup,
  toPerson,
} from "./ldap-tree-reader.ts";
import { makeWorkedOut, type RelatedRow } from "./ldap-worked-out.ts";

/** A person as relations see one, whether or not LDAP shows them. */
export interface RelatedPerson {
  readonly row: RelatedRow;
  readonly listed: boolean;
  readonly departments: readonly { readonly name: string; readonly slug: string }[];
}

/** Reads what relations may ask of one person. */
export async function readRelatedPerson(db: Kysely<Database>, id: UserId): Promise<RelatedPerson | undefined> {
  const { rows } = await sql<RelatedRow & { listed: boolean; attributes: Attributes }>`
    select u.username, u.name, u.nickname, u.email, u.mobile, u.employee_no, u.job_title, u.attributes,
      u.status <> 'deleted' and not u.service_account as listed
    from directory_user u where u.id = ${id}::uuid`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const departments = await sql<{ name: string; slug: string }>`
    select d.name, g.slug from membership m
    join department d on d.id = m.department_id and d.status = 'active'
    join ldap_group g on g.kind = 'department' and g.object_id = d.id
    where m.user_id = ${id}::uuid order by g.gid_number`.execute(db);
  return { row, listed: row.listed, departments: departments.rows };
}

/** The tree as far as it concerns one person: the departments, the groups they are in, and their leader. */
export async function readPersonTree(
  db: Kysely<Database>,
  baseDn: string,
  id: UserId,
  relations: CompiledRelations,
): Promise<Tree> {
  await nameNewRecords(db, null);
  const workedOut = await makeWorkedOut(relations);
  const tree = new LiveTree(baseDn, relations);
  const departments = await sql<DepartmentRow>`${DEPARTMENTS}`.execute(db);
  tree.putDepartments(departments.rows.map(toDepartment));
  const people = await sql<PersonRow>`
    ${selectPeople(workedOut)}
      and u.id in (${id}::uuid, (select leader_id from directory_user where id = ${id}::uuid))`.execute(db);
  const groups = await sql<GroupRow>`${GROUPS}`.execute(db);
  tree.putGroups(groups.rows.map(toGroup));
  tree.putPeople(people.rows.map((row) => toPerson(row, workedOut)));
  const memberships = await sql<MembershipRecord>`${MEMBERSHIPS} where user_id = ${id}::uuid`.execute(db);
  tree.addMemberships(memberships.rows);
  const members = await sql<GroupMemberRecord>`
    ${GROUP_MEMBERS} where user_id = ${id}::uuid or department_id is not null`.execute(db);
  tree.addGroupMembers(members.rows);
  return tree;
}
