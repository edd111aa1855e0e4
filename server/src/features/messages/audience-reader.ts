import { type Kysely, sql } from "kysely";
import type { UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { departmentCondition, isUuid, parseDepartmentRef } from "../directory/index.ts";
import type { Audience, NotificationRecord } from "./ports.ts";

/** Whom an audience turned out to be. */
export interface ResolvedAudience {
  readonly people: readonly UserId[];
  readonly named: NotificationRecord["recipients"];
  /** What names nobody, or more than one. */
  readonly unknown: readonly string[];
}

/**
 * Finds the people an audience names. People named one by one are taken as they are; of groups and departments only those who are
 * active.
 */
export async function resolveAudience(db: Kysely<Database>, audience: Audience): Promise<ResolvedAudience> {
  const people = new Set<UserId>();
  const unknown: string[] = [];
  const users = await findUsers(db, audience.users);
  for (const name of audience.users) {
    const found = users.get(name);
    if (found === undefined) unknown.push(name);
    else people.add(found);
  }
  const named = people.size;
  const groups: string[] = [];
  for (const name of audience.groups) {
    const group = await findGroup(db, name);
    if (group === undefined) unknown.push(name);
    else {
      groups.push(group.name);
      for (const id of await readGroup(db, group.id)) people.add(id);
    }
  }
  const departments: { name: string; subtree: boolean }[] = [];
  for (const { id, subtree } of audience.departments) {
    const department = await findDepartment(db, id);
    if (department === undefined) unknown.push(id);
    else {
      departments.push({ name: department.name, subtree });
      for (const person of await readDepartment(db, department.id, subtree)) people.add(person);
    }
  }
  return { people: [...people], named: { users: named, groups, departments }, unknown };
}

/** Accounts by the names somebody used: id, username or e-mail address; an address of several names nobody. */
async function findUsers(db: Kysely<Database>, names: readonly string[]): Promise<ReadonlyMap<string, UserId>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ name: string; id: UserId }>`
    with named as (select distinct name, lower(name) as folded from jsonb_array_elements_text(${JSON.stringify(names.map(clean))}::jsonb) as n (name))
    select n.name, u.id from named n join directory_user u on u.status <> 'deleted' and u.id::text = n.folded
    union all
    select n.name, u.id from named n join directory_user u on u.status <> 'deleted' and lower(u.username) = n.folded
    union all
    select n.name, min(u.id::text)::uuid from named n join directory_user u on u.status <> 'deleted' and u.email = n.folded
      where strpos(n.folded, '@') > 0 group by n.name having count(*) = 1`.execute(db);
  const found = new Map(rows.map(({ name, id }) => [name, id]));
  return new Map(
    names.flatMap((name) => {
      const id = found.get(clean(name));
      return id === undefined ? [] : [[name, id] as const];
    }),
  );
}

/** PostgreSQL refuses U+0000, which no stored text holds. */
const clean = (text: string) => text.replaceAll("\0", "\ufffd");

async function findGroup(db: Kysely<Database>, name: string): Promise<{ id: string; name: string } | undefined> {
  const condition = isUuid(name) ? sql`id = ${name}::uuid` : sql`lower(name) = lower(${clean(name)})`;
  return (await sql<{ id: string; name: string }>`select id, name from directory_group where ${condition}`.execute(db))
    .rows[0];
}

async function findDepartment(db: Kysely<Database>, id: string): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    select d.id, d.name from department d where d.status = 'active' and ${departmentCondition(parseDepartmentRef(id))}`.execute(
    db,
  );
  return rows[0];
}

async function readGroup(db: Kysely<Database>, id: string): Promise<readonly UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    with recursive below (id, subtree) as (
      select d.id, g.subtree from group_member g join department d on d.id = g.department_id and d.status = 'active'
      where g.group_id = ${id}::uuid
      union select d.id, true from department d join below b on d.parent_id = b.id where b.subtree and d.status = 'active')
    select u.id from directory_user u where u.status = 'active' and (
      u.id in (select user_id from group_member where group_id = ${id}::uuid and user_id is not null)
      or u.id in (select m.user_id from membership m join below on below.id = m.department_id))`.execute(db);
  return rows.map((row) => row.id);
}

async function readDepartment(db: Kysely<Database>, id: string, subtree: boolean): Promise<readonly UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    with recursive below (id) as (
      select ${id}::uuid
      union select d.id from department d join below b on d.parent_id = b.id where ${subtree} and d.status = 'active')
    select distinct u.id from directory_user u join membership m on m.user_id = u.id join below on below.id = m.department_id
    where u.status = 'active'`.execute(db);
  return rows.map((row) => row.id);
}
