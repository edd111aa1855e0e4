import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Origin, UserStatus } from "../../core/directory/types.ts";
import type { Instant, OpenId, UnionId, UserId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { decodeCursor, encodeCursor, isUuid, searchable } from "./cursor.ts";
import { departmentCondition } from "./department-reader.ts";
import type { UserDetail, UserFilter, UserRecord, UserRef, UserSort } from "./ports.ts";
import { streamRows } from "./row-stream-reader.ts";
import { readDepartmentsOf } from "./user-departments-reader.ts";

interface Row {
  id: UserId;
  username: string;
  name: string;
  nickname: string | null;
  email: string | null;
  mobile: string | null;
  employee_no: string | null;
  job_title: string | null;
  status: UserStatus;
  origin: Origin;
  leader_id: UserId | null;
  union_id: UnionId | null;
  open_id: OpenId | null;
  feishu_user_id: string | null;
}

interface DetailRow extends Row {
  disabled_by: "sync" | "operator" | null;
  protected: boolean;
  pinned: boolean;
  attributes: { [key: string]: Json };
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

/** A leader without an account of their own is shown as none; of several links the one that owns sync counts. */
const columns = sql`
  u.id, u.username, u.name, u.nickname, u.email, u.mobile, u.employee_no, u.job_title, u.status, u.origin,
  (select leader.id from directory_user leader where leader.id = u.leader_id) as leader_id,
  l.union_id, l.open_id, l.feishu_user_id`;
const tables = sql`
  directory_user u left join linked_identity l on l.user_id = u.id and l.unlinked_at is null and l.connection_id = (
    select id from feishu_connection where removed_at is null order by owns_sync desc, updated_at desc limit 1)`;

/** Reads people for lists, the export and single look-ups. */
export interface UserReader {
  /** Undefined when the cursor is not of this list. */
  list(filter: UserFilter, sort: UserSort, page: PageQuery): Promise<Page<UserRecord> | undefined>;
  export(filter: UserFilter): AsyncIterable<UserRecord>;
  find(user: UserRef): Promise<UserDetail | undefined>;
}

export function makeUserReader(db: Kysely<Database>): UserReader {
  return {
    async list(filter, sort, { limit, cursor }) {
      const descending = sort.startsWith("-");
      const key = sortKeys[sort.replace("-", "") as keyof typeof sortKeys];
      const place = cursor === null ? null : decodeCursor(cursor, ["string", "uuid"]);
      if (place === undefined || (place !== null && !key.isPlace(String(place[0])))) return undefined;
      const beyond = descending ? sql`<` : sql`>`;
      const from =
        place === null ? sql`true` : sql`(${key.column}, u.id) ${beyond} (${place[0]}::${key.type}, ${place[1]}::uuid)`;
      const direction = descending ? sql`desc` : sql`asc`;
      const { rows } = await sql<Row & { place: string }>`
        select ${columns}, ${key.column}::text as place from ${tables}
        where ${from} and ${matches(filter, sql`u.status <> 'deleted'`)}
        order by ${key.column} ${direction}, u.id ${direction} limit ${limit + 1}`.execute(db);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const nextCursor = rows.length > limit && last ? encodeCursor([last.place, last.id]) : null;
      return { items: await toRecords(db, shown), nextCursor, total: null };
    },
    async *export(filter) {
      const query = sql<Row>`select ${columns} from ${tables} where ${matches(filter, sql`true`)} order by u.id`;
      yield* streamRows(db, query, (tx, rows) => toRecords(tx, rows));
    },
    async find(user) {
      const { rows } = await sql<DetailRow>`
        select ${columns}, u.disabled_by, u.attributes, u.created_at, u.updated_at, u.deleted_at, u.pin is not null as pinned,
          (u.role in ('owner', 'administrator') or u.service_account or u.sync_exempt) as protected
        from ${tables} where ${userCondition(user)}
        order by array_position(array['active', 'disabled', 'deleted'], u.status), u.created_at limit 1`.execute(db);
      const [row] = rows;
      if (row === undefined) return undefined;
      const [record] = await toRecords(db, [row]);
      return (
        record && {
          ...record,
          disabledBy: row.disabled_by,
          protected: row.protected,
          pinned: row.pinned,
          attributes: row.attributes,
          createdAt: row.created_at.toISOString() as Instant,
          updatedAt: row.updated_at.toISOString() as Instant,
          deletedAt: (row.deleted_at?.toISOString() ?? null) as Instant | null,
        }
      );
    },
  };
}

const sortKeys = {
  name: { column: sql`u.name`, type: sql`text`, isPlace: () => true },
  username: { column: sql`u.username`, type: sql`text`, isPlace: () => true },
  created_at: {
    column: sql`u.created_at`,
    type: sql`timestamptz`,
    isPlace: (text: string) => /^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{8,15}[+-][0-9:]{2,8}$/.test(text),
  },
} as const;

/** The account somebody outside names, as a condition over `u`. An address or number that several hold finds an active one. */
export function userCondition(user: UserRef): RawBuilder<unknown> {
  switch (user.kind) {
    case "id":
      return isUuid(user.id) ? sql`u.id = ${user.id}::uuid` : sql`false`;
    case "open_id":
      return sql`u.id in (select user_id from linked_identity where open_id = ${searchable(user.openId)})`;
    case "union_id":
      return sql`u.id in (select user_id from linked_identity where union_id = ${searchable(user.unionId)})`;
    case "email":
      return sql`u.email = ${searchable(user.email.trim().toLowerCase())}`;
    case "mobile":
      return sql`u.mobile = ${searchable(user.mobile)}`;
    case "username":
      return sql`lower(u.username) = ${searchable(user.username.toLowerCase())}`;
  }
}

function matches(filter: UserFilter, otherwise: RawBuilder<unknown>): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [filter.status ? sql`u.status = ${filter.status}` : otherwise];
  if (filter.origin) conditions.push(sql`u.origin = ${filter.origin}`);
  if (filter.linked !== undefined) conditions.push(filter.linked ? sql`l.user_id is not null` : sql`l.user_id is null`);
  if (filter.department) {
    conditions.push(sql`u.id in (
      select m.user_id from membership m join department d on d.id = m.department_id where ${departmentCondition(filter.department)})`);
  }
  if (filter.text) {
    const part = searchable(filter.text.toLowerCase());
    const fields = [sql`u.name`, sql`u.username`, sql`u.email`, sql`u.mobile`, sql`u.employee_no`];
    conditions.push(
      sql`(${sql.join(
        fields.map((field) => sql`strpos(lower(${field}), ${part}) > 0`),
        sql` or `,
      )})`,
    );
  }
  return sql.join(conditions, sql` and `);
}

async function toRecords(db: Kysely<Database>, rows: readonly Row[]): Promise<UserRecord[]> {
  const departments = await readDepartmentsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    username: row.username,
    name: row.name,
    nickname: row.nickname,
    email: row.email,
    mobile: row.mobile,
    employeeNo: row.employee_no,
    jobTitle: row.job_title,
    status: row.status,
    origin: row.origin,
    departments: departments.get(row.id) ?? [],
    leaderId: row.leader_id,
    feishu:
      row.union_id !== null && row.open_id !== null
        ? {
            openId: row.open_id,
            unionId: row.union_id,
            userId: row.feishu_user_id,
          }
        : null,
  }));
}
