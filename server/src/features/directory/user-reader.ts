import { type Kysely, sql } from "kysely";
import type { Origin, UserStatus } from "../../core/directory/types.ts";
import type { OpenId, UnionId, UserId } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { UserFilter, UserRecord, UserSort } from "./ports.ts";
import { streamRows } from "./row-stream-reader.ts";
import { readDepartmentsOf } from "./user-departments-reader.ts";
import { isNarrow, userMatches } from "./user-filter-reader.ts";

/** A row of `columns`. */
export interface UserRow {
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

/** A leader without an account of their own is shown as none; of several links the one that owns sync counts. */
export const userColumns = sql`
  u.id, u.username, u.name, u.nickname, u.email, u.mobile, u.employee_no, u.job_title, u.status, u.origin,
  (select leader.id from directory_user leader where leader.id = u.leader_id) as leader_id,
  l.union_id, l.open_id, l.feishu_user_id`;
export const userTables = sql`
  directory_user u left join linked_identity l on l.user_id = u.id and l.unlinked_at is null and l.connection_id = (
    select id from feishu_connection where removed_at is null order by owns_sync desc, updated_at desc limit 1)`;

/** Reads people for lists and the export. */
export interface UserReader {
  /** Undefined when the cursor is not of this list. */
  list(filter: UserFilter, sort: UserSort, page: PageQuery): Promise<Page<UserRecord> | undefined>;
  export(filter: UserFilter): AsyncIterable<UserRecord>;
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
        place === null ? sql`true` : sql`(u.place, u.id) ${beyond} (${place[0]}::${key.type}, ${place[1]}::uuid)`;
      const direction = descending ? sql`desc` : sql`asc`;
      const passing = sql`select u.id, ${key.column} as place from ${tablesOf(filter)} where ${userMatches(filter, notDeleted)}`;
      // Found once and counted, a narrow list is sorted then; a wide one comes in the order of an index, page by page.
      const narrow = isNarrow(filter);
      const { rows } = await sql<UserRow & { place: string; total: number | null }>`
        with passing as ${narrow ? sql`materialized` : sql`not materialized`} (${passing}),
          page as (select u.id, u.place from passing u where ${from} order by u.place ${direction}, u.id ${direction} limit ${limit + 1})
        select ${userColumns}, page.place::text as place, ${narrow ? sql`(select count(*) from passing)` : sql`null::bigint`} as total
        from page join (${userTables}) on u.id = page.id order by page.place ${direction}, page.id ${direction}`.execute(
        db,
      );
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const nextCursor = rows.length > limit && last ? encodeCursor([last.place, last.id]) : null;
      return { items: await toRecords(db, shown), nextCursor, total: rows[0]?.total ?? (await count(db, filter)) };
    },
    async *export(filter) {
      const query = sql<UserRow>`select ${userColumns} from ${userTables} where ${userMatches(filter, sql`true`)} order by u.id`;
      yield* streamRows(db, query, (tx, rows) => toRecords(tx, rows));
    },
  };
}

const notDeleted = sql`u.status <> 'deleted'`;

/** Where people are looked for. Whoever asks for no link need not be told of it: joining 100,000 takes as long as a search. */
const tablesOf = ({ linked }: UserFilter) => (linked === undefined ? sql`directory_user u` : userTables);

/** People who pass, exactly: a count of 100,000 takes some 20 ms. */
async function count(db: Kysely<Database>, filter: UserFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${tablesOf(filter)} where ${userMatches(filter, notDeleted)}`.execute(db);
  return rows[0]?.total ?? 0;
}

const sortKeys = {
  name: { column: sql`u.name`, type: sql`text`, isPlace: () => true },
  // As the unique index has it.
  username: { column: sql`lower(u.username)`, type: sql`text`, isPlace: () => true },
  created_at: {
    column: sql`u.created_at`,
    type: sql`timestamptz`,
    isPlace: (text: string) => /^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{8,15}[+-][0-9:]{2,8}$/.test(text),
  },
} as const;

/** Adds the departments. */
export async function toRecords(db: Kysely<Database>, rows: readonly UserRow[]): Promise<UserRecord[]> {
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
