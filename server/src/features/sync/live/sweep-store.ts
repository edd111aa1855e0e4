import { type Kysely, sql } from "kysely";
import type { Instant } from "../../../core/kernel/ids.ts";
import type { Database } from "../../../platform/db/open-database.ts";

/** Events that are on their way while a full run reads get so long to arrive before what it found counts as not told. */
const GRACE = sql`interval '1 minute'`;

/** Notes since when events are listened to. */
export async function beginWatch(db: Kysely<Database>, connectionId: string): Promise<void> {
  await sql`insert into live_watch (connection_id) values (${connectionId}::uuid) on conflict do nothing`.execute(db);
}

/** Forgets it, because nobody listens. */
export async function endWatch(db: Kysely<Database>, connectionId: string): Promise<void> {
  await sql`delete from live_watch where connection_id = ${connectionId}::uuid`.execute(db);
}

/**
 * Takes the newest full run for a sweep: what it found different, and no event had told by then, was missed. It proves something
 * only where the full run before it lies within the watch as well, both read everything, and both went by the same rules.
 */
export async function noteSweep(db: Kysely<Database>, connectionId: string, now: Instant): Promise<void> {
  await sql`
    with good as (
      select r.id, r.plan_id, r.started_at, r.finished_at, p.read_from, p.rules_digest
      from sync_run r join sync_plan p on p.id = r.plan_id
      where r.connection_id = ${connectionId}::uuid and r.target ->> 'kind' = 'all' and r.trigger <> 'revert' and p.complete
        and r.status in ('succeeded', 'partially_succeeded', 'waiting_for_approval', 'rejected')
      order by r.id desc limit 2
    ), swept as (
      select good.*, lead(started_at) over (order by id desc) as before, lead(rules_digest) over (order by id desc) as rules_before
      from good order by id desc limit 1
    ), found as (
      select distinct c.kind = 'departments' as department, c.subject_id from swept join sync_change c on c.plan_id = swept.plan_id
      where not exists (select 1 from sync_failure f where f.plan_id = c.plan_id and f.seq = c.seq)
        and not exists (
          select 1 from received_event e
            left join linked_identity l on l.connection_id = e.connection_id and l.open_id = e.target ->> 'openId'
            left join department_link d on d.connection_id = e.connection_id and d.open_department_id = e.target ->> 'openDepartmentId'
          where e.connection_id = ${connectionId}::uuid and e.received_at >= swept.read_from
            and c.subject_id = coalesce(l.user_id, d.department_id))
    )
    update live_watch w set swept_run_id = swept.id, swept_at = swept.finished_at,
      missed_users = (select count(*) from found where not department),
      missed_departments = (select count(*) from found where department)
    from swept
    where w.connection_id = ${connectionId}::uuid and w.swept_run_id is distinct from swept.id and swept.before >= w.since
      and swept.rules_before = swept.rules_digest and swept.finished_at <= ${now}::timestamptz - ${GRACE}`.execute(db);
}
