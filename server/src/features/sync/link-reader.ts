import { type Kysely, sql } from "kysely";
import type { OpenDepartmentId, OpenId, UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { departmentCondition, type UserRef, userCondition } from "../directory/index.ts";
import type { LinkFinder } from "./resolve-target.ts";
import type { FindKnown } from "./source-reader.ts";

/** Finds links to one connection; tombstones are none. */
export function makeLinkFinder(db: Kysely<Database>, connectionId: string): LinkFinder {
  return {
    async findOpenId(user) {
      const { rows } = await sql<{ open_id: OpenId }>`
        select l.open_id from directory_user u join linked_identity l on l.user_id = u.id
        where l.connection_id = ${connectionId}::uuid and l.unlinked_at is null and ${userCondition(user)}
        order by u.status = 'active' desc, u.created_at limit 1`.execute(db);
      return rows[0]?.open_id;
    },
    async findOpenDepartmentId(departmentId) {
      const { rows } = await sql<{ open_department_id: OpenDepartmentId }>`
        select l.open_department_id from department d join department_link l on l.department_id = d.id
        where l.connection_id = ${connectionId}::uuid and l.unlinked_at is null
          and ${departmentCondition({ kind: "id", id: departmentId })}`.execute(db);
      return rows[0]?.open_department_id;
    },
  };
}

/** Makes what tells which people and departments are in the directory, linked to the connection. */
export function makeFindKnown(db: Kysely<Database>, connectionId: string): FindKnown {
  return {
    async departments(ids) {
      const { rows } = await sql<{ id: string }>`
        select open_department_id as id from department_link l join department d on d.id = l.department_id
        where l.connection_id = ${connectionId}::uuid and l.unlinked_at is null and d.status = 'active'
          and l.open_department_id = any(${[...ids]}::text[])`.execute(db);
      return new Set(rows.map(({ id }) => id));
    },
    async people(ids) {
      const { rows } = await sql<{ id: string }>`
        select open_id as id from linked_identity
        where connection_id = ${connectionId}::uuid and unlinked_at is null and open_id = any(${[...ids]}::text[])`.execute(
        db,
      );
      return new Set(rows.map(({ id }) => id));
    },
  };
}

/** Records that Feishu does not have. */
export interface AbsentRecords {
  readonly users: readonly OpenId[];
  readonly departments: readonly OpenDepartmentId[];
}

/** Tells which of the records were never linked to the connection; a link that was withdrawn counts as one. */
export async function findNeverLinked(
  db: Kysely<Database>,
  connectionId: string,
  { users, departments }: AbsentRecords,
): Promise<readonly string[]> {
  if (users.length === 0 && departments.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${[...users]}::text[]) as id where not exists (
      select 1 from linked_identity l where l.connection_id = ${connectionId}::uuid and l.open_id = id)
    union all
    select id from unnest(${[...departments]}::text[]) as id where not exists (
      select 1 from department_link l where l.connection_id = ${connectionId}::uuid and l.open_department_id = id)`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Finds an account as somebody outside names it, linked or not. */
export async function findUserId(db: Kysely<Database>, user: UserRef): Promise<UserId | undefined> {
  const { rows } = await sql<{ id: UserId }>`
    select u.id from directory_user u where ${userCondition(user)} order by u.status = 'active' desc, u.created_at limit 1`.execute(
    db,
  );
  return rows[0]?.id;
}
