import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { OutboxEvent } from "../../platform/outbox/relay.ts";
import { appendAudit } from "../admin/index.ts";
import { TEST_EVENT } from "./ports.ts";
import { holdWebhook } from "./webhook-reader.ts";

/** What is being sent by this process. */
export interface ClaimedDelivery {
  readonly seq: number;
  readonly id: string;
  readonly webhookId: string;
  readonly event: string;
  /** Whose order is kept. */
  readonly object: string | null;
  readonly payload: { readonly [key: string]: Json };
  readonly occurredAt: Instant;
  /** How many attempts were made, the one to come included. */
  readonly attempts: number;
}

interface ClaimedRow {
  seq: number;
  id: string;
  webhook_id: string;
  topic: string;
  object_key: string | null;
  payload: { readonly [key: string]: Json };
  occurred_at: Date;
  attempts: number;
}

/** Writes one delivery for each webhook that wants an event, in the order of the events. */
export async function insertDeliveries(tx: Kysely<Database>, events: readonly OutboxEvent[]): Promise<void> {
  const rows = events.map(({ topic, payload, createdAt }, at) => ({ at, topic, payload, created_at: createdAt }));
  await sql`
    insert into webhook_delivery (webhook_id, topic, object_key, payload, occurred_at, next_attempt_at)
    select w.id, e.topic, case
        when e.payload ? 'userId' then 'user:' || (e.payload ->> 'userId')
        when e.payload ? 'departmentId' then 'department:' || (e.payload ->> 'departmentId')
        when e.payload ? 'notificationId' then 'notification:' || (e.payload ->> 'notificationId') end,
      e.payload, e.created_at, e.created_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (at integer, topic text, payload jsonb, created_at timestamptz)
    join webhook w on w.enabled and e.topic = any(w.events)
    order by e.at`.execute(tx);
}

/** Finds the webhooks that are switched on and have something to send now. */
export async function findDueWebhooks(db: Kysely<Database>, now: Instant): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from webhook w
    where enabled and exists (
      select 1 from webhook_delivery d
      where d.webhook_id = w.id and d.state = 'waiting' and d.next_attempt_at <= ${now}::timestamptz)`.execute(db);
  return rows.map(({ id }) => id);
}

/** Where deliveries go. */
export interface Addressee {
  readonly url: string;
  readonly isFailing: boolean;
}

/** Where deliveries of a webhook go at present; undefined: nowhere, it is switched off or gone. */
export async function findAddressee(db: Kysely<Database>, webhookId: string): Promise<Addressee | undefined> {
  const { rows } = await sql<Addressee>`
    select url, failing_since is not null as "isFailing" from webhook where id = ${webhookId}::uuid and enabled`.execute(
    db,
  );
  return rows[0];
}

/**
 * Takes what is due for one webhook, for no other process to take until the lease runs out: then it is sent again rather than never. The first
 * of each object only: what follows waits until that has its end.
 */
export async function claimDeliveries(
  db: Kysely<Database>,
  webhookId: string,
  now: Instant,
  leaseUntil: Instant,
  most: number,
): Promise<readonly ClaimedDelivery[]> {
  const { rows } = await sql<ClaimedRow>`
    with due as (
      select seq from webhook_delivery d
      where webhook_id = ${webhookId}::uuid and state = 'waiting' and next_attempt_at <= ${now}::timestamptz
        and not exists (
          select 1 from webhook_delivery first
          where first.webhook_id = d.webhook_id and first.object_key = d.object_key and first.state = 'waiting' and first.seq < d.seq)
      order by next_attempt_at, seq limit ${most} for update skip locked)
    update webhook_delivery d set attempts = attempts + 1, next_attempt_at = ${leaseUntil}::timestamptz,
      last_attempt_at = ${now}::timestamptz
    from due where d.seq = due.seq
    returning d.seq, d.id, d.webhook_id, d.topic, d.object_key, d.payload, d.occurred_at, d.attempts`.execute(db);
  return rows.map(toClaimed).sort((a, b) => a.seq - b.seq);
}

/**
 * Lets what is held back wait as long as the first of its object does, so that it is not looked at each half a second until then. Holds the
 * webhook: nothing of it has its end meanwhile.
 */
export async function postponeHeldBack(db: Kysely<Database>, webhookId: string, now: Instant): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await holdWebhook(tx, webhookId);
    await sql`
      with held as (
        select seq, (
          select first.next_attempt_at from webhook_delivery first
          where first.webhook_id = d.webhook_id and first.object_key = d.object_key and first.state = 'waiting'
          order by first.seq limit 1) as until
        from webhook_delivery d
        where webhook_id = ${webhookId}::uuid and state = 'waiting' and next_attempt_at <= ${now}::timestamptz and attempts = 0)
      update webhook_delivery d set next_attempt_at = held.until
      from held where d.seq = held.seq and held.until > ${now}::timestamptz`.execute(tx);
  });
}

/** Writes a trial and takes it. */
export function startTest(
  db: Kysely<Database>,
  webhookId: string,
  actor: Actor,
  now: Instant,
  leaseUntil: Instant,
): Promise<ClaimedDelivery> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<ClaimedRow>`
      insert into webhook_delivery (webhook_id, topic, payload, occurred_at, attempts, next_attempt_at, last_attempt_at)
      values (${webhookId}::uuid, ${TEST_EVENT}, '{}', ${now}::timestamptz, 1, ${leaseUntil}::timestamptz, ${now}::timestamptz)
      returning seq, id, webhook_id, topic, object_key, payload, occurred_at, attempts`.execute(tx);
    const [row] = rows;
    if (row === undefined) throw new Error("a row that was inserted is not there");
    await appendAudit(tx, { actor, action: "webhook.tested", objectKind: "webhook", objectId: webhookId });
    return toClaimed(row);
  });
}

/** Forgets what was told, or could not be, before a time. */
export async function forgetDeliveries(db: Kysely<Database>, before: Instant): Promise<void> {
  await sql`delete from webhook_delivery where occurred_at < ${before}::timestamptz
    and (settled_at is null or settled_at < ${before}::timestamptz)`.execute(db);
}

function toClaimed(row: ClaimedRow): ClaimedDelivery {
  return {
    seq: row.seq,
    id: row.id,
    webhookId: row.webhook_id,
    event: row.topic,
    object: row.object_key,
    payload: row.payload,
    occurredAt: row.occurred_at.toISOString() as Instant,
    attempts: row.attempts,
  };
}
