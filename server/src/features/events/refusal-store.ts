import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { EventRefusal } from "./ports.ts";

/** Refusals that were counted and are not kept yet. */
export interface CountedRefusal {
  readonly connectionId: string;
  readonly code: EventRefusal;
  readonly count: number;
  readonly lastAt: Instant;
}

/** Adds to what was refused, hour by hour, all or nothing. What was refused for a connection that is gone is forgotten with it. */
export async function addRefusals(db: Kysely<Database>, refusals: readonly CountedRefusal[]): Promise<void> {
  if (refusals.length === 0) return;
  // In one order: processes that add at once wait for each other instead of for ever.
  await sql`
    insert into event_refusal (connection_id, hour, code, count, last_at)
    select r."connectionId", date_trunc('hour', r."lastAt"), r.code, r.count, r."lastAt"
    from jsonb_to_recordset(${JSON.stringify(refusals)}::jsonb)
      as r("connectionId" uuid, code text, count bigint, "lastAt" timestamptz)
    join feishu_connection c on c.id = r."connectionId"
    order by r."connectionId", r.code
    on conflict (connection_id, hour, code) do update
      set count = event_refusal.count + excluded.count, last_at = greatest(event_refusal.last_at, excluded.last_at)
  `.execute(db);
}

/** What was refused since a time, the most frequent first. */
export async function readRefusals(
  db: Kysely<Database>,
  connectionId: string,
  since: Instant,
): Promise<readonly { readonly code: EventRefusal; readonly count: number; readonly lastAt: Instant }[]> {
  const { rows } = await sql<{ code: string; count: number; last_at: Date }>`
    select code, sum(count) as count, max(last_at) as last_at from event_refusal
    where connection_id = ${connectionId}::uuid and last_at >= ${since}::timestamptz
    group by code order by sum(count) desc, code`.execute(db);
  return rows.map(({ code, count, last_at }) => ({
    code: code as EventRefusal,
    count: Number(count),
    lastAt: last_at.toISOString() as Instant,
  }));
}
