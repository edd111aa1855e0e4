import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { isUuid } from "../directory/index.ts";
import type { Delivery, DeliveryState, StoredReason } from "./ports.ts";

interface Row {
  seq: number;
  id: string;
  topic: string;
  object_key: string | null;
  occurred_at: Date;
  state: DeliveryState;
  attempts: number;
  next_attempt_at: Date | null;
  last_attempt_at: Date | null;
  last_status: number | null;
  last_response: string | null;
  last_failure: StoredReason | null;
  settled_at: Date | null;
}

/** Deliveries of a webhook, newest first. Undefined when the cursor is not of this list. */
export async function readDeliveries(
  db: Kysely<Database>,
  webhookId: string,
  filter: { readonly state?: DeliveryState | undefined; readonly event?: string | undefined },
  { limit, cursor }: PageQuery,
): Promise<Page<Delivery> | undefined> {
  if (cursor !== null && !/^[0-9]{1,18}$/.test(cursor)) return undefined;
  const conditions = [sql`webhook_id = ${webhookId}::uuid`];
  if (cursor !== null) conditions.push(sql`seq < ${cursor}::bigint`);
  if (filter.state) conditions.push(sql`state = ${filter.state}`);
  if (filter.event) conditions.push(sql`topic = ${filter.event}`);
  const { rows } = await sql<Row>`
    select * from webhook_delivery where ${sql.join(conditions, sql` and `)} order by seq desc limit ${limit + 1}`.execute(
    db,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.seq;
  return {
    items: shown.map(toDelivery),
    nextCursor: rows.length > limit && last !== undefined ? String(last) : null,
    total: null,
  };
}

export async function findDelivery(db: Kysely<Database>, webhookId: string, id: string): Promise<Delivery | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql<Row>`
    select * from webhook_delivery where webhook_id = ${webhookId}::uuid and id = ${id}::uuid`.execute(db);
  return rows[0] && toDelivery(rows[0]);
}

function toDelivery(row: Row): Delivery {
  const instant = (date: Date | null) => (date?.toISOString() ?? null) as Instant | null;
  return {
    id: row.id,
    event: row.topic,
    object: row.object_key,
    occurredAt: row.occurred_at.toISOString() as Instant,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: instant(row.next_attempt_at),
    lastAttemptAt: instant(row.last_attempt_at),
    lastStatus: row.last_status,
    lastResponse: row.last_response,
    lastFailure: row.last_failure,
    settledAt: instant(row.settled_at),
  };
}
