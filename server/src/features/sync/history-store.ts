import { type Kysely, sql } from "kysely";
import type { Instant, PlanId } from "../../core/kernel/ids.ts";
import type { ContactRange, SyncHistory } from "../../core/sync/snapshot.ts";
import type { Database } from "../../platform/db/open-database.ts";

const WINDOW = sql`interval '24 hours'`;

/**
 * Reads what earlier runs leave behind for the guards (product.md 5.3). The window of 24 hours begins no earlier than the
 * first run that ended well: before that there was nothing to lose, and everything to count from.
 */
export async function readSyncHistory(db: Kysely<Database>, connectionId: string, now: Instant): Promise<SyncHistory> {
  const { rows } = await sql<{
    accepted_range: ContactRange | null;
    last_users_read: number | null;
    recent: number;
    linked_active: number;
    frozen: boolean;
  }>`
    with window_start as (
      select greatest(${now}::timestamptz - ${WINDOW}, min(finished_at)) as at from sync_run
      where connection_id = ${connectionId}::uuid and status in ('succeeded', 'partially_succeeded', 'waiting_for_approval')
    ), removed as (
      select user_id, approved from sync_removal
      where connection_id = ${connectionId}::uuid and at > ${now}::timestamptz - ${WINDOW}
    )
    select c.accepted_range, c.last_users_read, c.removals_frozen_since is not null as frozen,
      (select count(*) from removed where not approved) as recent,
      (select count(*) from linked_identity l join directory_user u on u.id = l.user_id, window_start
        where l.connection_id = c.id and l.unlinked_at is null and (window_start.at is null or l.linked_at <= window_start.at)
          and (u.status = 'active' or exists (select 1 from removed where removed.user_id = u.id))) as linked_active
    from feishu_connection c where c.id = ${connectionId}::uuid`.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error(`connection ${connectionId} does not exist`);
  return {
    acceptedRange: row.accepted_range,
    lastUsersRead: row.last_users_read,
    recentRemovals: row.recent,
    linkedActiveAtWindowStart: row.linked_active,
    removalsFrozen: row.frozen,
    now,
  };
}

/**
 * Remembers what a run saw: the range it may be judged against next time, and how many people a good reading showed. A range
 * that is accepted lets removals go on, unless it is known to have changed again since the reading began.
 *
 * @param planId of the reading
 */
export async function rememberReading(
  db: Kysely<Database>,
  connectionId: string,
  planId: PlanId,
  seen: { readonly acceptedRange?: ContactRange; readonly usersRead?: number },
): Promise<void> {
  const { acceptedRange, usersRead } = seen;
  if (acceptedRange === undefined && usersRead === undefined) return;
  const range = acceptedRange === undefined ? sql`accepted_range` : sql`${JSON.stringify(acceptedRange)}::jsonb`;
  const users = usersRead === undefined ? sql`last_users_read` : sql`${usersRead}::integer`;
  const frozenSince =
    acceptedRange === undefined
      ? sql`removals_frozen_since`
      : sql`case when removals_frozen_since > (select read_from from sync_plan where id = ${planId}::uuid) then removals_frozen_since end`;
  await sql`
    update feishu_connection set accepted_range = ${range}, last_users_read = ${users}, removals_frozen_since = ${frozenSince}
    where id = ${connectionId}::uuid`.execute(db);
}
