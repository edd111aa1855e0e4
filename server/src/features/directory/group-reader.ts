import { type Kysely, sql } from "kysely";
import type { DepartmentId, Instant, UserId } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { decodeCursor, encodeCursor, isUuid, searchable } from "./cursor.ts";
import type { Group, GroupMember } from "./group-ports.ts";

interface Row {
  id: string;
  name: string;
  description: string;
  users: number;
  departments: number;
  created_at: Date;
  updated_at: Date;
}

const columns = sql`g.id, g.name, g.description, g.created_at, g.updated_at,
  (select count(*) from group_member m join directory_user u on u.id = m.user_id and u.status <> 'deleted'
    where m.group_id = g.id) as users,
  (select count(*) from group_member m join department d on d.id = m.department_id and d.status = 'active'
    where m.group_id = g.id) as departments`;

/** Reads groups by name. Undefined when the cursor is not of this list. */
export async function readGroups(
  db: Kysely<Database>,
  text: string | undefined,
  { limit, cursor }: PageQuery,
): Promise<Page<Group> | undefined> {
  const place = cursor === null ? null : decodeCursor(cursor, ["string", "uuid"]);
  if (place === undefined) return undefined;
  const from = place === null ? sql`true` : sql`(lower(g.name), g.id) > (${place[0]}, ${place[1]}::uuid)`;
  const passing = text === undefined ? sql`true` : sql`strpos(lower(g.name), ${searchable(text.toLowerCase())}) > 0`;
  const { rows } = await sql<Row & { place: string; total: number }>`
    select ${columns}, lower(g.name) as place, (select count(*) from directory_group g where ${passing}) as total
    from directory_group g where ${from} and ${passing} order by lower(g.name), g.id limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toGroup),
    nextCursor: rows.length > limit && last ? encodeCursor([last.place, last.id]) : null,
    total: rows[0]?.total ?? 0,
  };
}

export async function findGroup(db: Kysely<Database>, id: string): Promise<Group | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql<Row>`select ${columns} from directory_group g where g.id = ${id}::uuid`.execute(db);
  return rows[0] && toGroup(rows[0]);
}

/** Reads members as they were named. Undefined when the cursor is not of this list. */
export async function readGroupMembers(
  db: Kysely<Database>,
  groupId: string,
  { limit, cursor }: PageQuery,
): Promise<Page<GroupMember> | undefined> {
  const place = cursor === null ? null : decodeCursor(cursor, ["number", "string", "uuid"]);
  if (place === undefined) return undefined;
  const from =
    place === null ? sql`true` : sql`(rank, name, id) > (${place[0]}::integer, ${place[1]}::text, ${place[2]}::uuid)`;
  const { rows } = await sql<{
    rank: number;
    id: UserId | DepartmentId;
    name: string;
    username: string | null;
    number: number | null;
    subtree: boolean;
    total: number;
  }>`
    with member as (
      select 1 as rank, d.id, d.name, null::text as username, d.number, m.subtree
      from group_member m join department d on d.id = m.department_id and d.status = 'active'
      where m.group_id = ${groupId}::uuid
      union all
      select 2, u.id, u.name, u.username, null::bigint, false
      from group_member m join directory_user u on u.id = m.user_id and u.status <> 'deleted'
      where m.group_id = ${groupId}::uuid)
    select *, (select count(*) from member) as total from member where ${from} order by rank, name, id limit ${limit + 1}`.execute(
    db,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ rank, id, name, username, number, subtree }) => {
      const kind = rank === 1 ? ("department" as const) : ("user" as const);
      return { kind, id, name, username, number, subtree };
    }),
    nextCursor: rows.length > limit && last ? encodeCursor([last.rank, last.name, last.id]) : null,
    total: rows[0]?.total ?? 0,
  };
}

function toGroup(row: Row): Group {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    users: row.users,
    departments: row.departments,
    createdAt: row.created_at.toISOString() as Instant,
    updatedAt: row.updated_at.toISOString() as Instant,
  };
}
