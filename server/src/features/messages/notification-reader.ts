import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import { MESSAGE_STATES, type MessageState } from "../../core/notify/message.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { decodeCursor, encodeCursor } from "../directory/index.ts";
import type { NotificationRecord } from "./ports.ts";

interface Row {
  id: string;
  sender: Actor;
  idempotency_key: string | null;
  template: string | null;
  recipients: NotificationRecord["recipients"];
  message_count: number;
  counts: { readonly [state in MessageState]?: number } | null;
  created_at: Date;
  created: string;
  finished_at: Date | null;
}

async function read(db: Kysely<Database>, tail: ReturnType<typeof sql>): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select n.id, n.sender, n.idempotency_key, n.template, n.recipients, n.message_count, n.created_at, n.created_at::text as created,
      n.finished_at, (select jsonb_object_agg(state, number) from (
        select state, count(*) as number from message m where m.notification_id = n.id group by state) c) as counts
    from notification n ${tail}`.execute(db);
  return rows;
}

export async function findNotification(db: Kysely<Database>, id: string): Promise<NotificationRecord | undefined> {
  const [row] = await read(db, sql`where n.id = ${id}::uuid`);
  return row && toRecord(row);
}

/** Newest first. Undefined when the cursor is not of this list. */
export async function listNotifications(
  db: Kysely<Database>,
  filter: { readonly state?: "sending" | "finished" | undefined },
  { limit, cursor }: PageQuery,
): Promise<Page<NotificationRecord> | undefined> {
  const conditions = [sql`true`];
  if (cursor !== null) {
    const place = decodeCursor(cursor, ["string", "uuid"]);
    if (place === undefined || Number.isNaN(Date.parse(String(place[0])))) return undefined;
    conditions.push(sql`(n.created_at, n.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)`);
  }
  if (filter.state === "sending") conditions.push(sql`n.finished_at is null`);
  if (filter.state === "finished") conditions.push(sql`n.finished_at is not null`);
  const rows = await read(
    db,
    sql`where ${sql.join(conditions, sql` and `)} order by n.created_at desc, n.id desc limit ${limit + 1}`,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last ? encodeCursor([last.created, last.id]) : null;
  return { items: shown.map(toRecord), nextCursor, total: null };
}

function toRecord(row: Row): NotificationRecord {
  const counts = Object.fromEntries(MESSAGE_STATES.map((state) => [state, row.counts?.[state] ?? 0]));
  return {
    id: row.id,
    sender: row.sender,
    idempotencyKey: row.idempotency_key,
    template: row.template,
    recipients: row.recipients,
    messages: row.message_count,
    counts: counts as NotificationRecord["counts"],
    createdAt: row.created_at.toISOString() as Instant,
    finishedAt: (row.finished_at?.toISOString() ?? null) as Instant | null,
  };
}
