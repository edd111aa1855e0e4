import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { EntryKind } from "../../core/ldap/provision/types.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { LdapRunReason, LdapRunStatus } from "./ports.ts";

/** Hours after which nobody is asked any more, and a preview is too old to be applied (product.md 5.4). */
const APPROVAL_HOURS = 24;
const KEPT_DAYS = 30;

/** Writes a run's end. Does nothing when somebody else has closed it. */
export async function finishLdapRun(
  db: Kysely<Database>,
  id: string,
  end: {
    readonly status: Exclude<LdapRunStatus, "running">;
    readonly reasons: readonly LdapRunReason[];
    readonly now: Instant;
  },
): Promise<void> {
  await sql`
    update ldap_run set status = ${end.status}, reasons = ${JSON.stringify(end.reasons)}::jsonb, finished_at = ${end.now}::timestamptz,
      progress = '{"phase": "reporting", "done": 1, "total": 1}'
    where id = ${id}::bigint and status = 'running'`.execute(db);
}

/** A newer plan of the same server replaces what still waits for approval. */
export async function replaceWaiting(db: Kysely<Database>, targetId: string, by: string, now: Instant): Promise<void> {
  const reason = JSON.stringify([{ code: "plan_replaced", detail: { run: by } }]);
  await sql`
    update ldap_run set status = 'rejected', decided_at = ${now}::timestamptz, reasons = ${reason}::jsonb || reasons
    where target_id = ${targetId}::uuid and status = 'waiting_for_approval' and id <> ${by}::bigint`.execute(db);
}

/** Closes a waiting run without applying what it holds. Returns whether it was waiting. */
export async function rejectWaitingLdapRun(
  db: Kysely<Database>,
  id: string,
  decidedBy: Actor,
  now: Instant,
): Promise<boolean> {
  const reason = JSON.stringify([{ code: "rejected_by_operator", detail: {} }]);
  const { rows } = await sql`
    update ldap_run set status = 'rejected', decided_by = ${JSON.stringify(decidedBy)}::jsonb, decided_at = ${now}::timestamptz,
      reasons = ${reason}::jsonb || reasons
    where id = ${id}::bigint and status = 'waiting_for_approval' returning id`.execute(db);
  return rows.length > 0;
}

/** Closes runs nobody decided on, and forgets old ones; those that found nothing to do after a day already. */
export async function tidyLdapRuns(db: Kysely<Database>, now: Instant): Promise<void> {
  const reason = JSON.stringify([{ code: "approval_expired", detail: {} }]);
  await sql`
    update ldap_run set status = 'rejected', decided_at = ${now}::timestamptz, reasons = ${reason}::jsonb || reasons
    where status in ('waiting_for_approval', 'planned')
      and finished_at <= ${now}::timestamptz - make_interval(hours => ${APPROVAL_HOURS})`.execute(db);
  await sql`
    delete from ldap_run r where status <> 'running' and (
      finished_at <= ${now}::timestamptz - make_interval(days => ${KEPT_DAYS})
      or verdict = 'empty' and status <> 'planned' and finished_at <= ${now}::timestamptz - interval '1 day'
        and exists (select 1 from ldap_run later where later.target_id = r.target_id and later.id > r.id))`.execute(db);
}

/** Asks a run to stop. Returns whether it was running. */
export async function requestLdapCancel(db: Kysely<Database>, id: string): Promise<boolean> {
  const { rows } = await sql`
    update ldap_run set cancel_requested = true where id = ${id}::bigint and status = 'running' returning id`.execute(
    db,
  );
  return rows.length > 0;
}

/** Entries removed from a server in the last 24 hours, without those an operator approved. */
export async function countRecentRemovals(
  db: Kysely<Database>,
  targetId: string,
  now: Instant,
): Promise<{ people: number; others: number }> {
  const { rows } = await sql<{ kind: EntryKind; count: number }>`
    select c.kind, count(*) as count from ldap_run r join ldap_change c on c.run_id = r.id
    where r.target_id = ${targetId}::uuid and not r.approved and r.started_at > ${now}::timestamptz - interval '24 hours'
      and c.verb in ('disable', 'delete') and c.outcome = 'applied'
    group by c.kind`.execute(db);
  const of = (kind: EntryKind) => rows.find((row) => row.kind === kind)?.count ?? 0;
  return { people: of("people"), others: of("groups") + of("units") };
}
