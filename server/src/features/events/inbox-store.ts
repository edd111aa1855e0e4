import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { EventRoad, IncomingEvent } from "./ports.ts";

/** An event on its way into the inbox. */
export interface EventToStore {
  readonly connectionId: string;
  readonly event: IncomingEvent;
  readonly via: EventRoad;
  readonly now: Instant;
}

/**
 * Keeps an event, once per connection and event id. One that is about nothing, or comes while sync is off, is kept as handled:
 * it is remembered against repeats, and nobody looks at it.
 *
 * @returns whether it was new; false also when the connection was removed meanwhile
 */
export async function storeEvent(
  db: Kysely<Database>,
  { connectionId, event, via, now }: EventToStore,
): Promise<boolean> {
  const target = event.target === null ? null : JSON.stringify(event.target);
  const { rows } = await sql`
    insert into received_event (connection_id, event_id, type, via, target, occurred_at, received_at, handled_at)
    select id, ${event.eventId}, ${event.type}, ${via}, ${target}::jsonb, ${event.occurredAt ?? now}::timestamptz,
      ${now}::timestamptz,
      case when ${target}::jsonb is null or not (settings -> 'userSync' ->> 'enabled')::boolean
        then ${now}::timestamptz end
    from feishu_connection where id = ${connectionId}::uuid and removed_at is null
    on conflict (connection_id, event_id) do nothing
    returning id`.execute(db);
  return rows.length > 0;
}

/** How many events came since a time, by type, and when the last one ever did. */
export async function countEvents(
  db: Kysely<Database>,
  connectionId: string,
  since: Instant,
): Promise<{
  readonly received: readonly { readonly type: string; readonly count: number }[];
  readonly lastAt: Instant | null;
}> {
  const { rows: received } = await sql<{ type: string; count: number }>`
    select type, count(*) as count from received_event
    where connection_id = ${connectionId}::uuid and received_at >= ${since}::timestamptz
    group by type order by count(*) desc, type`.execute(db);
  const { rows } = await sql<{ last_at: Date | null }>`
    select max(received_at) as last_at from received_event where connection_id = ${connectionId}::uuid`.execute(db);
  return {
    received: received.map(({ type, count }) => ({ type, count: Number(count) })),
    lastAt: (rows[0]?.last_at?.toISOString() ?? null) as Instant | null,
  };
}

const KEPT = "7 days";

/**
 * Forgets what came more than seven days ago: by then Feishu repeats nothing, and what was signed is too old to be sent again.
 * Events still to be looked at stay, however old.
 */
export async function forgetReceived(db: Kysely<Database>, now: Instant): Promise<void> {
  const before = sql`${now}::timestamptz - ${KEPT}::interval`;
  await sql`delete from received_event where received_at < ${before} and handled_at is not null`.execute(db);
  await sql`delete from event_refusal where last_at < ${before}`.execute(db);
}
