import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant, RunId } from "../../core/kernel/ids.ts";
import type { Counts } from "../../core/sync/plan-types.ts";
import type { SyncTarget } from "../../core/sync/snapshot.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendEvent } from "../../platform/outbox/outbox-store.ts";
import type { PlanHead } from "./plan-store.ts";
import type { RunReason, RunStatus } from "./ports.ts";

/** Hours after which nobody is asked any more (product.md 5.4). */
const APPROVAL_HOURS = 24;

/**
 * Ties a stored plan to the run that made it. A newer full plan replaces what still waits, and so does a newer look at everybody
 * whom an earlier look by events holds (product.md 5.5).
 *
 * @param fromSource whether the plan comes from a reading; a revert says nothing about what Feishu wants
 */
export async function attachPlan(
  db: Kysely<Database>,
  run: { readonly id: RunId; readonly connectionId: string; readonly fromSource: boolean },
  plan: PlanHead,
  now: Instant,
): Promise<void> {
  // A revert reads nothing, so there is nothing to say about its reading.
  const coverage = run.fromSource ? JSON.stringify(plan.coverage) : null;
  await db.transaction().execute(async (tx) => {
    await sql`
      update sync_run set plan_id = ${plan.id}::uuid, coverage = ${coverage}::jsonb
      where id = ${run.id}::bigint and status = 'running'`.execute(tx);
    // What could not be read proves nothing, so an incomplete or blocked plan leaves the older question standing.
    if (!run.fromSource || !plan.complete || plan.verdict.kind === "blocked") return;
    const replaceable = replaceableBy(plan.target);
    if (replaceable === null) return;
    const replaced = JSON.stringify([{ code: "plan_replaced", detail: { run: run.id } }]);
    const { rows } = await sql<{ id: number }>`
      update sync_run set status = 'rejected', decided_at = ${now}::timestamptz, reasons = ${replaced}::jsonb || reasons
      where connection_id = ${run.connectionId}::uuid and status = 'waiting_for_approval' and id <> ${run.id}::bigint
        and (select read_from from sync_plan waiting where waiting.id = sync_run.plan_id)
          <= (select read_from from sync_plan newer where newer.id = ${plan.id}::uuid)
        and ${replaceable}
      returning id`.execute(tx);
    for (const { id } of rows) await appendEvent(tx, RUN_DECIDED, { runId: String(id) });
  });
}

/** Topics of what becomes of runs; their payload is `runId`. */
export const RUN_FINISHED = "sync_run.finished";
/** A run that waited waits no more: approved, rejected, replaced or run out. */
export const RUN_DECIDED = "sync_run.decided";

/** Which waiting runs (`sync_run`) a newer reading of a target takes the place of; null: none. */
function replaceableBy(target: SyncTarget): RawBuilder<unknown> | null {
  if (target.kind === "all") return sql`true`;
  if (target.kind !== "records") return null;
  return sql`sync_run.target ->> 'kind' = 'records' and not exists (
    select 1 from sync_change c left join linked_identity l on l.user_id = c.subject_id and l.connection_id = sync_run.connection_id
    where c.plan_id = sync_run.plan_id and c.held and (c.kind = 'departments' or l.open_id is null
      or l.open_id <> all(${[...target.openIds]}::text[])))`;
}

/** How a run ended. */
export interface RunEnd {
  readonly status: Exclude<RunStatus, "running">;
  readonly reasons: readonly RunReason[];
  /** Null where it never came to a plan. */
  readonly counts: Counts | null;
  readonly now: Instant;
}

/** Writes a run's end. Does nothing when somebody else has closed it; returns whether it was ours to close. */
export function finishRun(db: Kysely<Database>, runId: RunId, end: RunEnd): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ trigger: string }>`
      update sync_run set status = ${end.status}, reasons = ${JSON.stringify(end.reasons)}::jsonb, finished_at = ${end.now}::timestamptz,
        counts = ${end.counts === null ? null : JSON.stringify(end.counts)}::jsonb,
        progress = '{"phase": "reporting", "done": 1, "total": 1}'
      where id = ${runId}::bigint and status = 'running' returning trigger`.execute(tx);
    const [ended] = rows;
    if (ended) await appendEvent(tx, RUN_FINISHED, { runId, status: end.status, trigger: ended.trigger });
    return ended !== undefined;
  });
}

/** Closes a waiting run without applying what it holds. Returns whether it was waiting. */
export async function rejectWaiting(
  db: Kysely<Database>,
  runId: RunId,
  decidedBy: Actor,
  now: Instant,
): Promise<boolean> {
  const reason = JSON.stringify([{ code: "rejected_by_operator", detail: {} }]);
  return (
    (
      await closeWaiting(
        db,
        sql`update sync_run set status = 'rejected', decided_by = ${JSON.stringify(decidedBy)}::jsonb,
        decided_at = ${now}::timestamptz, reasons = ${reason}::jsonb || reasons
      where id = ${runId}::bigint and status = 'waiting_for_approval' returning id`,
      )
    ).length > 0
  );
}

/** Closes runs that nobody decided on within 24 hours; returns them. */
export function expireApprovals(db: Kysely<Database>, now: Instant): Promise<readonly RunId[]> {
  const reason = JSON.stringify([{ code: "approval_expired", detail: {} }]);
  return closeWaiting(
    db,
    sql`update sync_run set status = 'rejected', decided_at = ${now}::timestamptz, reasons = ${reason}::jsonb || reasons
      where status = 'waiting_for_approval' and finished_at <= ${now}::timestamptz - make_interval(hours => ${APPROVAL_HOURS})
      returning id`,
  );
}

/** Runs an update of runs that wait, and tells of each, in one statement. */
async function closeWaiting(db: Kysely<Database>, update: RawBuilder<unknown>): Promise<RunId[]> {
  const { rows } = await sql<{ id: number }>`
    with closed as (${update}),
      told as (insert into outbox (topic, payload) select ${RUN_DECIDED}, jsonb_build_object('runId', id::text) from closed)
    select id from closed order by id`.execute(db);
  return rows.map(({ id }) => String(id) as RunId);
}

/** Asks a running run to stop. Returns whether it was running. */
export async function requestCancel(db: Kysely<Database>, runId: RunId): Promise<boolean> {
  const { rows } = await sql`
    update sync_run set cancel_requested = true where id = ${runId}::bigint and status = 'running' returning id`.execute(
    db,
  );
  return rows.length > 0;
}

/** Forgets previews older than a day; plans that belong to a run are its record and stay. */
export async function forgetPreviews(db: Kysely<Database>, now: Instant): Promise<void> {
  await sql`
    delete from sync_preview where status <> 'planning' and created_at < ${now}::timestamptz - interval '24 hours'`.execute(
    db,
  );
  await sql`
    delete from sync_plan p where created_at < ${now}::timestamptz - interval '24 hours'
      and not exists (select 1 from sync_run r where r.plan_id = p.id)`.execute(db);
}
