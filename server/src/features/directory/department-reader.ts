import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DepartmentStatus, Origin } from "../../core/directory/types.ts";
import type { DepartmentId, Instant, OpenDepartmentId, UserId } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { decodeCursor, encodeCursor, isUuid, searchable } from "./cursor.ts";
import { readPathsOf } from "./department-path-reader.ts";
import type { DepartmentDetail, DepartmentFilter, DepartmentRecord, ListedDepartmentRef } from "./ports.ts";
import { streamRows } from "./row-stream-reader.ts";

interface Row {
  id: DepartmentId;
  name: string;
  parent_id: DepartmentId | null;
  sort_order: number;
  leader_ids: UserId[];
  origin: Origin;
  open_department_id: OpenDepartmentId | null;
}

interface DetailRow extends Row {
  number: number;
  status: DepartmentStatus;
  pinned: boolean;
  member_count: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

/** Leaders without an account are left out; the main one stays first. */
const columns = sql`
  d.id, d.name, d.parent_id, d.sort_order, d.origin, l.open_department_id,
  array(select leader.id from unnest(d.leader_ids) with ordinality as named (id, at)
    join directory_user leader on leader.id = named.id order by named.at) as leader_ids`;
const tables = sql`
  department d left join department_link l on l.department_id = d.id and l.unlinked_at is null and l.connection_id = (
    select id from feishu_connection where removed_at is null order by owns_sync desc, updated_at desc limit 1)`;
/** Depth of every department: parents come before children. */
const depths = sql`
  recursive depth (id, level) as (
    select id, 0 from department where parent_id is null
    union all select d.id, depth.level + 1 from department d join depth on d.parent_id = depth.id)`;

/** Reads departments for lists, the export and single look-ups. */
export interface DepartmentReader {
  /** Parents before children, siblings by order. Undefined when the cursor is not of this list. */
  list(filter: DepartmentFilter, page: PageQuery): Promise<Page<DepartmentRecord> | undefined>;
  export(filter: DepartmentFilter): AsyncIterable<DepartmentRecord>;
  find(department: ListedDepartmentRef): Promise<DepartmentDetail | undefined>;
}

export function makeDepartmentReader(db: Kysely<Database>): DepartmentReader {
  return {
    async list(filter, { limit, cursor }) {
      const place = cursor === null ? null : decodeCursor(cursor, ["number", "number", "uuid"]);
      if (place === undefined) return undefined;
      const from =
        place === null
          ? sql`true`
          : sql`(depth.level, d.sort_order, d.id) > (${place[0]}, ${place[1]}, ${place[2]}::uuid)`;
      const { rows } = await sql<Row & { level: number }>`
        with ${depths} select ${columns}, depth.level from ${tables} join depth on depth.id = d.id
        where ${from} and ${matches(filter)} order by depth.level, d.sort_order, d.id limit ${limit + 1}`.execute(db);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const nextCursor = rows.length > limit && last ? encodeCursor([last.level, last.sort_order, last.id]) : null;
      return { items: shown.map(toRecord), nextCursor, total: null };
    },
    async *export(filter) {
      const query = sql<Row>`
        with ${depths} select ${columns} from ${tables} join depth on depth.id = d.id
        where ${matches(filter)} order by depth.level, d.sort_order, d.id`;
      yield* streamRows(db, query, async (_, rows) => rows.map(toRecord));
    },
    async find(department) {
      const { rows } = await sql<DetailRow>`
        select ${columns}, d.number, d.status, d.pin is not null as pinned, d.created_at, d.updated_at, d.deleted_at,
          (select count(*) from membership m join directory_user u on u.id = m.user_id
            where m.department_id = d.id and u.status <> 'deleted') as member_count
        from ${tables} where ${departmentCondition(department)} order by d.status, d.created_at limit 1`.execute(db);
      const [row] = rows;
      if (row === undefined) return undefined;
      const paths = await readPathsOf(db, [row.id]);
      return {
        ...toRecord(row),
        number: row.number,
        path: paths.get(row.id) ?? [row.name],
        status: row.status,
        pinned: row.pinned,
        memberCount: row.member_count,
        createdAt: row.created_at.toISOString() as Instant,
        updatedAt: row.updated_at.toISOString() as Instant,
        deletedAt: (row.deleted_at?.toISOString() ?? null) as Instant | null,
      };
    },
  };
}

/** The department somebody outside names, as a condition over `d`. */
export function departmentCondition(department: ListedDepartmentRef): RawBuilder<unknown> {
  if (department.kind === "number") return sql`d.number = ${department.number}`;
  if (department.kind === "id") return isUuid(department.id) ? sql`d.id = ${department.id}::uuid` : sql`false`;
  return sql`d.id in (select department_id from department_link where open_department_id = ${searchable(department.openDepartmentId)})`;
}

function matches(filter: DepartmentFilter): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [sql`d.status = ${filter.status ?? "active"}`];
  if (filter.parent === null) conditions.push(sql`d.parent_id is null`);
  else if (filter.parent !== undefined)
    conditions.push(isUuid(filter.parent) ? sql`d.parent_id = ${filter.parent}::uuid` : sql`false`);
  if (filter.text) conditions.push(sql`strpos(lower(d.name), ${searchable(filter.text.toLowerCase())}) > 0`);
  return sql.join(conditions, sql` and `);
}

function toRecord(row: Row): DepartmentRecord {
  return {
    id: row.id,
    name: row.name,
    parentId: row.parent_id,
    order: row.sort_order,
    leaderIds: row.leader_ids,
    origin: row.origin,
    openDepartmentId: row.open_department_id,
  };
}
