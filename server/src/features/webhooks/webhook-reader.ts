import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { isUuid } from "../directory/index.ts";
import { type StoredReason, TEST_EVENT, type Webhook } from "./ports.ts";

interface Row {
  id: string;
  name: string;
  url: string;
  events: string[];
  enabled: boolean;
  disabled_reason: StoredReason | null;
  failing_since: Date | null;
  previous_secret_until: Date | null;
  last_delivered_at: Date | null;
  waiting: number;
  failed: number;
  created_at: Date;
  updated_at: Date;
}

/** All of them, by name. */
export async function readWebhooks(db: Kysely<Database>): Promise<readonly Webhook[]> {
  return (await select(db, sql`order by lower(name), created_at`)).map(toWebhook);
}

export async function findWebhook(db: Kysely<Database>, id: string): Promise<Webhook | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await select(db, sql`where id = ${id}::uuid`);
  return row && toWebhook(row);
}

/** The same, and holds it until the transaction ends. */
export async function lockWebhook(tx: Kysely<Database>, id: string): Promise<Webhook | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await select(tx, sql`where id = ${id}::uuid for no key update`);
  return row && toWebhook(row);
}

/** Whoever changes how several deliveries of a webhook wait holds the webhook meanwhile. False when it is gone. */
export async function holdWebhook(tx: Kysely<Database>, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from webhook where id = ${id}::uuid for no key update`.execute(tx);
  return rows.length > 0;
}

/** The events that some webhook which is switched on wants to hear of. */
export async function readWantedEvents(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ event: string }>`
    select distinct unnest(events) as event from webhook where enabled`.execute(db);
  return rows.map(({ event }) => event);
}

async function select(db: Kysely<Database>, tail: ReturnType<typeof sql>): Promise<readonly Row[]> {
  const counted = (state: string) => sql`(
    select count(*) from webhook_delivery d
    where d.webhook_id = webhook.id and d.state = ${state} and d.topic <> ${TEST_EVENT})`;
  const { rows } = await sql<Row>`
    select id, name, url, events, enabled, disabled_reason, failing_since, previous_secret_until, created_at, updated_at,
      ${counted("waiting")} as waiting, ${counted("failed")} as failed,
      (select settled_at from webhook_delivery d where d.webhook_id = webhook.id and d.state = 'delivered'
        order by seq desc limit 1) as last_delivered_at
    from webhook ${tail}`.execute(db);
  return rows;
}

function toWebhook(row: Row): Webhook {
  const instant = (date: Date | null) => (date?.toISOString() ?? null) as Instant | null;
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    events: row.events,
    enabled: row.enabled,
    disabledReason: row.disabled_reason,
    failingSince: instant(row.failing_since),
    previousSecretUntil: instant(row.previous_secret_until),
    lastDeliveredAt: instant(row.last_delivered_at),
    waiting: row.waiting,
    failed: row.failed,
    createdAt: row.created_at.toISOString() as Instant,
    updatedAt: row.updated_at.toISOString() as Instant,
  };
}
