import { type Kysely, sql } from "kysely";
import type { RunId } from "../../../core/kernel/ids.ts";
import type { EventTarget, PendingEvent } from "../../../core/sync/looks.ts";
import type { Database } from "../../../platform/db/open-database.ts";

/** Events read at a time: a burst about few people is many events. */
const MOST = 5000;

/** Events that are still to be looked at, in the order they came. */
export async function readPending(db: Kysely<Database>, connectionId: string): Promise<readonly PendingEvent[]> {
  const { rows } = await sql<{ id: number; target: EventTarget }>`
    select id, target from received_event
    where connection_id = ${connectionId}::uuid and handled_at is null and target is not null
    order by id limit ${MOST}`.execute(db);
  return rows.map(({ id, target }) => ({ id: String(id), target }));
}

export async function hasPending(db: Kysely<Database>, connectionId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from received_event
    where connection_id = ${connectionId}::uuid and handled_at is null and target is not null limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * Marks events as looked at, by the database's clock. Call it when what was found has been applied.
 *
 * @param runId the run that applied it; null when there was nothing to apply
 */
export async function settleEvents(
  db: Kysely<Database>,
  eventIds: readonly string[],
  runId: RunId | null,
): Promise<void> {
  if (eventIds.length === 0) return;
  await sql`
    update received_event set handled_at = clock_timestamp(), looked = true, run_id = ${runId}::bigint
    where id = any(${[...eventIds]}::bigint[]) and handled_at is null`.execute(db);
}

/**
 * Drops every event: nothing is kept in step, or nothing was ever read. Does nothing while a full run is under way, which may
 * have read already what they name.
 */
export async function settleUnlooked(db: Kysely<Database>, connectionId: string): Promise<void> {
  await sql`
    update received_event set handled_at = clock_timestamp()
    where connection_id = ${connectionId}::uuid and handled_at is null and target is not null and not exists (
      select 1 from sync_run where connection_id = ${connectionId}::uuid and status = 'running' and target ->> 'kind' = 'all')`.execute(
    db,
  );
}

/**
 * Settles events that came before the reading of a full run that read everything and ended well: it has looked at
 * whatever they name.
 */
export async function settleByFullRun(db: Kysely<Database>, connectionId: string): Promise<void> {
  await sql`
    update received_event e set handled_at = clock_timestamp(), run_id = swept.run_id
    from (
      select r.id as run_id, p.read_from from sync_run r join sync_plan p on p.id = r.plan_id
      where r.connection_id = ${connectionId}::uuid and r.target ->> 'kind' = 'all' and r.trigger <> 'revert'
        and r.status in ('succeeded', 'partially_succeeded', 'waiting_for_approval') and p.complete
      order by r.id desc limit 1
    ) as swept
    where e.connection_id = ${connectionId}::uuid and e.handled_at is null and e.target is not null
      and e.target ->> 'kind' <> 'range' and e.received_at < swept.read_from`.execute(db);
}
