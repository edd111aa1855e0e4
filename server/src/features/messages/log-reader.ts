import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { MessageSender, MessageState } from "../../core/notify/message.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { decodeCursor, encodeCursor, parseUserRef, userCondition } from "../directory/index.ts";
import type { MessageFilter, MessageRecord } from "./ports.ts";

/** The log never holds what a message says: contents stay sealed. */

const EXPORT_PAGE = 500;

interface Row {
  id: string;
  notification_id: string | null;
  sender: MessageSender;
  user_id: UserId;
  name: string;
  username: string;
  template: string | null;
  state: MessageState;
  attempts: number;
  cause: string | null;
  feishu_code: number | null;
  feishu_log_id: string | null;
  due_at: Date;
  created_at: Date;
  created: string;
  sent_at: Date | null;
  finished_at: Date | null;
}

type Place = readonly [created: string, id: string];

async function read(
  db: Kysely<Database>,
  conditions: readonly RawBuilder<unknown>[],
  limit: number,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select m.id, m.notification_id, m.sender, m.user_id, u.name, u.username, m.template, m.state, m.attempts, m.cause, m.feishu_code,
      m.feishu_log_id, m.due_at, m.created_at, m.created_at::text as created, m.sent_at, m.finished_at
    from message m join directory_user u on u.id = m.user_id
    where ${sql.join([sql`true`, ...conditions], sql` and `)}
    order by m.created_at desc, m.id desc limit ${limit}`.execute(db);
  return rows;
}

function matching(filter: MessageFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.state) conditions.push(sql`m.state = ${filter.state}`);
  if (filter.user)
    conditions.push(
      sql`m.user_id in (select u.id from directory_user u where ${userCondition(parseUserRef(filter.user))})`,
    );
  if (filter.template) conditions.push(sql`m.template = ${filter.template}`);
  if (filter.notification) conditions.push(sql`m.notification_id = ${filter.notification}::uuid`);
  if (filter.from) conditions.push(sql`m.created_at >= ${filter.from}::timestamptz`);
  if (filter.until) conditions.push(sql`m.created_at < ${filter.until}::timestamptz`);
  return conditions;
}

const before = ([created, id]: Place) => sql`(m.created_at, m.id) < (${created}::timestamptz, ${id}::uuid)`;

/** Newest first. Undefined when the cursor is not of this list. */
export async function listMessages(
  db: Kysely<Database>,
  filter: MessageFilter,
  { limit, cursor }: PageQuery,
): Promise<Page<MessageRecord> | undefined> {
  const conditions = matching(filter);
  if (cursor !== null) {
    const place = decodeCursor(cursor, ["string", "uuid"]) as Place | undefined;
    if (place === undefined || Number.isNaN(Date.parse(place[0]))) return undefined;
    conditions.push(before(place));
  }
  const rows = await read(db, conditions, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last ? encodeCursor([last.created, last.id]) : null;
  return { items: shown.map(toRecord), nextCursor, total: null };
}

/** All of them, page by page. */
export async function* exportMessages(db: Kysely<Database>, filter: MessageFilter): AsyncGenerator<MessageRecord> {
  let place: Place | null = null;
  for (;;) {
    const rows: readonly Row[] = await read(
      db,
      place === null ? matching(filter) : [...matching(filter), before(place)],
      EXPORT_PAGE,
    );
    yield* rows.map(toRecord);
    const last = rows.at(-1);
    if (last === undefined || rows.length < EXPORT_PAGE) return;
    place = [last.created, last.id];
  }
}

export async function findMessage(db: Kysely<Database>, id: string): Promise<MessageRecord | undefined> {
  const [row] = await read(db, [sql`m.id = ${id}::uuid`], 1);
  return row && toRecord(row);
}

/** How many wait in the queue. */
export async function countWaiting(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from message where state in ('queued', 'sending')`.execute(db);
  return rows[0]?.waiting ?? 0;
}

function toRecord(row: Row): MessageRecord {
  const isWaiting = row.state === "queued" || row.state === "sending";
  return {
    id: row.id,
    notificationId: row.notification_id,
    sender: row.sender,
    user: { id: row.user_id, name: row.name, username: row.username },
    template: row.template,
    state: row.state,
    attempts: row.attempts,
    reason: row.cause === null ? null : { code: row.cause, detail: {} },
    feishuCode: row.feishu_code,
    feishuLogId: row.feishu_log_id,
    dueAt: isWaiting ? (row.due_at.toISOString() as Instant) : null,
    createdAt: row.created_at.toISOString() as Instant,
    sentAt: (row.sent_at?.toISOString() ?? null) as Instant | null,
    finishedAt: (row.finished_at?.toISOString() ?? null) as Instant | null,
  };
}
