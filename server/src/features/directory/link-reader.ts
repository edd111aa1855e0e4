import { type Kysely, sql } from "kysely";
import type { Instant, OpenId, UnionId } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { FeishuPerson, LinkAccount, LinkRecord, PersonRef } from "./link-ports.ts";
import { streamRows } from "./row-stream-reader.ts";
import { textCondition } from "./user-filter-reader.ts";

interface Row extends LinkAccount {
  open_id: OpenId;
  union_id: UnionId;
  feishu_user_id: string | null;
  linked_at: Date;
}

/** The connection whose links count. */
export const mainConnection = sql`(
  select id from feishu_connection where removed_at is null order by owns_sync desc, updated_at desc limit 1)`;

/** Columns of an account `u`. */
export const accountColumns = sql`u.id, u.username, u.name, u.email, u.status, u.origin`;

const links = sql`
  select ${accountColumns}, l.open_id, l.union_id, l.feishu_user_id, l.linked_at,
    (extract(epoch from l.linked_at) * 1000000)::bigint as micros
  from linked_identity l join directory_user u on u.id = l.user_id
  where l.unlinked_at is null and l.connection_id = ${mainConnection} and u.status <> 'deleted'`;

/** Reads links newest first. Undefined when the cursor is not of this list. */
export async function readLinks(
  db: Kysely<Database>,
  text: string | undefined,
  { limit, cursor }: PageQuery,
): Promise<Page<LinkRecord> | undefined> {
  const place = cursor === null ? null : decodeCursor(cursor, ["number", "uuid"]);
  if (place === undefined) return undefined;
  const from = place === null ? sql`true` : sql`(micros, id) < (${place[0]}::bigint, ${place[1]}::uuid)`;
  const passing = sql`${links} and ${text === undefined ? sql`true` : textCondition(text)}`;
  const { rows } = await sql<Row & { micros: number; total: number }>`
    with passing as materialized (${passing})
    select *, (select count(*) from passing) as total from passing where ${from}
    order by micros desc, id desc limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toLink),
    nextCursor: rows.length > limit && last ? encodeCursor([last.micros, last.id]) : null,
    total: rows[0]?.total ?? 0,
  };
}

/** Every link that passes, by account. */
export function exportLinks(db: Kysely<Database>, text: string | undefined): AsyncIterable<LinkRecord> {
  const query = sql<Row>`${links} and ${text === undefined ? sql`true` : textCondition(text)} order by u.id`;
  return streamRows(db, query, async (_, rows) => rows.map(toLink));
}

/** Finds a Feishu person in the links of a connection, tombstones too: what a sync has seen once. */
export async function findKnownPerson(
  db: Kysely<Database>,
  connectionId: string,
  person: PersonRef,
): Promise<FeishuPerson | undefined> {
  const named = person.kind === "open_id" ? sql`open_id = ${person.openId}` : sql`union_id = ${person.unionId}`;
  const { rows } = await sql<FeishuPerson>`
    select union_id as "unionId", open_id as "openId", feishu_user_id as "feishuUserId" from linked_identity
    where connection_id = ${connectionId}::uuid and ${named} limit 1`.execute(db);
  return rows[0];
}

/** The connection whose links count, if there is one. */
export async function findMainConnection(db: Kysely<Database>): Promise<string | undefined> {
  const { rows } = await sql<{ id: string | null }>`select ${mainConnection} as id`.execute(db);
  return rows[0]?.id ?? undefined;
}

/** An account out of a row that holds more. */
export function toAccount({ id, username, name, email, status, origin }: LinkAccount): LinkAccount {
  return { id, username, name, email, status, origin };
}

function toLink(row: Row): LinkRecord {
  return {
    user: toAccount(row),
    openId: row.open_id,
    unionId: row.union_id,
    feishuUserId: row.feishu_user_id,
    linkedAt: row.linked_at.toISOString() as Instant,
  };
}
