import { type Kysely, sql } from "kysely";
import type { Instant } from "../../../core/kernel/ids.ts";
import type { ContactRange } from "../../../core/sync/snapshot.ts";
import type { Database } from "../../../platform/db/open-database.ts";

/** Where a connection stands, as looks and full runs by themselves need it. */
export interface Standing {
  /** The range that was accepted last; null before the first full run. */
  readonly acceptedRange: ContactRange | null;
  /** A full run is under way. */
  readonly fullRunning: boolean;
  /** The range changed, and no full run that could accept it has begun since. */
  readonly rangeAsksForRun: boolean;
  /** No full run has ended well for a day. */
  readonly sweepIsDue: boolean;
}

const FULL = sql`connection_id = c.id and target ->> 'kind' = 'all' and trigger <> 'revert'`;

/**
 * Reads it. A full run that ended badly is tried again after an hour.
 *
 * @throws when there is no such connection
 */
export async function readStanding(db: Kysely<Database>, connectionId: string, now: Instant): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select accepted_range as "acceptedRange",
      exists (select 1 from sync_run where ${FULL} and status = 'running') as "fullRunning",
      removals_frozen_since is not null and not exists (
        select 1 from sync_run where ${FULL} and started_at >= c.removals_frozen_since
          and (status not in ('failed', 'interrupted', 'cancelled') or started_at > ${now}::timestamptz - interval '1 hour')
      ) as "rangeAsksForRun",
      not exists (
        select 1 from sync_run where ${FULL} and (started_at > ${now}::timestamptz - interval '1 hour'
          or started_at > ${now}::timestamptz - interval '24 hours' and status not in ('failed', 'interrupted', 'cancelled'))
      ) as "sweepIsDue"
    from feishu_connection c where id = ${connectionId}::uuid`.execute(db);
  if (rows[0] === undefined) throw new Error(`connection ${connectionId} does not exist`);
  return rows[0];
}

/** Lets absence prove nothing, on every process, until a full run whose reading begins later has accepted the range. */
export async function freezeRemovals(db: Kysely<Database>, connectionId: string): Promise<void> {
  await sql`
    update feishu_connection set removals_frozen_since = clock_timestamp() where id = ${connectionId}::uuid`.execute(
    db,
  );
}

/** The same because of events that say so, which are looked at by that. */
export async function freezeByEvents(
  db: Kysely<Database>,
  connectionId: string,
  events: readonly string[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await freezeRemovals(tx, connectionId);
    await sql`
      update received_event set handled_at = clock_timestamp() where id = any(${[...events]}::bigint[])`.execute(tx);
  });
}
