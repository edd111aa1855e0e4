import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { HeldInShort } from "../../core/notify/approval-card.ts";
import type { NoticeName } from "../../core/notify/notices.ts";
import { TOLD_AGAIN_HOURS } from "../../core/notify/run-trouble.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** A run as notices look at it, as it is now. */
export interface RunInShort {
  readonly id: string;
  readonly connectionId: string;
  readonly status: string;
  readonly full: boolean;
  readonly reasonCodes: readonly string[];
  readonly planId: string | null;
  readonly changesDigest: string | null;
  readonly failed: number;
  readonly finishedAt: Instant | null;
  readonly decidedBy: Actor | null;
  readonly decidedAt: Instant | null;
  /** The run that took its place, where one did. */
  readonly replacedBy: string | null;
}

export async function findRun(db: Kysely<Database>, runId: string): Promise<RunInShort | undefined> {
  const { rows } = await sql<
    Omit<RunInShort, "finishedAt" | "decidedAt"> & { finished_at: Date | null; decided_at: Date | null }
  >`
    select r.id::text as id, r.connection_id as "connectionId", r.status, r.target ->> 'kind' = 'all' as full,
      array(select reason ->> 'code' from jsonb_array_elements(r.reasons) as reason) as "reasonCodes",
      r.plan_id as "planId", p.changes_digest as "changesDigest",
      coalesce((select (reason #>> '{detail,failed}')::integer from jsonb_array_elements(r.reasons) as reason
        where reason ->> 'code' = 'records_failed' limit 1), 0) as failed,
      (select reason #>> '{detail,run}' from jsonb_array_elements(r.reasons) as reason
        where reason ->> 'code' = 'plan_replaced' limit 1) as "replacedBy",
      r.decided_by as "decidedBy", r.finished_at, r.decided_at
    from sync_run r left join sync_plan p on p.id = r.plan_id where r.id = ${runId}::bigint`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { finished_at, decided_at, ...run } = row;
  const instant = (date: Date | null) => (date?.toISOString() ?? null) as Instant | null;
  return { ...run, finishedAt: instant(finished_at), decidedAt: instant(decided_at) };
}

/** The oldest run about single people that waits and that nobody was asked about. */
export async function findUnasked(db: Kysely<Database>, connectionId: string): Promise<RunInShort | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from sync_run r
    where connection_id = ${connectionId}::uuid and status = 'waiting_for_approval' and target ->> 'kind' <> 'all'
      and not exists (select 1 from approval_request q where q.run_id = r.id)
    order by r.id limit 1`.execute(db);
  return rows[0] && findRun(db, rows[0].id);
}

const NAMES_SHOWN = 5;

/** What a plan holds, in numbers and with the first few names. */
export async function readHeld(db: Kysely<Database>, planId: string): Promise<HeldInShort> {
  const { rows } = await sql<Omit<HeldInShort, "names">>`
    select count(*) filter (where kind = 'users' and verb = 'deactivate')::integer as disabled,
      count(*) filter (where kind = 'users' and verb = 'remove')::integer as deleted,
      count(*) filter (where kind = 'departments' and verb = 'remove')::integer as "departmentsDeleted",
      count(*) filter (where not (kind = 'users' and verb in ('deactivate', 'remove')) and not (kind = 'departments' and verb = 'remove')
        and kind <> 'memberships')::integer as other
    from sync_change where plan_id = ${planId}::uuid and held`.execute(db);
  const [numbers] = rows;
  if (!numbers) throw new Error("a count gave no row");
  const { rows: named } = await sql<{ label: string }>`
    select label from sync_change where plan_id = ${planId}::uuid and held and kind <> 'memberships' and label is not null
    order by seq limit ${NAMES_SHOWN}`.execute(db);
  return { ...numbers, names: named.map(({ label }) => label) };
}

/**
 * Notes that operators are told of a run's trouble.
 *
 * @returns false when the same trouble was told within a day and no run of its kind went well since, or this run was told of
 */
export async function noteTold(
  db: Kysely<Database>,
  run: RunInShort,
  told: { readonly notice: NoticeName; readonly trouble: string; readonly now: Instant },
): Promise<boolean> {
  const { rows } = await sql`
    insert into told_run (run_id, connection_id, notice, trouble, told_at)
    select ${run.id}::bigint, ${run.connectionId}::uuid, ${told.notice}, ${told.trouble}, ${told.now}::timestamptz
    where not exists (
      select 1 from told_run t
      where t.connection_id = ${run.connectionId}::uuid and t.trouble = ${told.trouble}
        and t.told_at > ${told.now}::timestamptz - make_interval(hours => ${TOLD_AGAIN_HOURS})
        and not exists (
          select 1 from sync_run good where good.connection_id = t.connection_id and good.status = 'succeeded'
            and (good.target ->> 'kind' = 'all') = ${run.full} and good.id > t.run_id and good.id < ${run.id}::bigint))
    on conflict (run_id, notice) do nothing returning run_id`.execute(db);
  return rows.length > 0;
}
