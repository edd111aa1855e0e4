import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import type { ClaimedDelivery } from "./delivery-store.ts";
import type { StoredReason } from "./ports.ts";
import type { Answer } from "./send.ts";
import { holdWebhook } from "./webhook-reader.ts";

const ACTOR = { kind: "system", id: null, name: "webhooks" } as const;
/** A receiver that was away for so long gets at once what waits for it when it is back. */
const LONG_AWAY = "10 minutes";

/**
 * Notes that a delivery arrived; the webhook is well again. Nothing is noted where somebody else has taken the delivery meanwhile.
 */
export async function noteDelivered(
  db: Kysely<Database>,
  delivery: ClaimedDelivery,
  answer: Answer,
  now: Instant,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (!(await holdWebhook(tx, delivery.webhookId))) return;
    if (!(await note(tx, delivery, answer, "delivered", null, now))) return;
    await releaseNext(tx, delivery, now);
    const { rows } = await sql<{ was_long_away: boolean }>`
      update webhook w set failing_since = null from webhook old
      where w.id = ${delivery.webhookId}::uuid and old.id = w.id and w.failing_since is not null
      returning old.failing_since < ${now}::timestamptz - ${LONG_AWAY}::interval as was_long_away`.execute(tx);
    if (rows[0]?.was_long_away !== true) return;
    await sql`
      update webhook_delivery set next_attempt_at = ${now}::timestamptz
      where webhook_id = ${delivery.webhookId}::uuid and state = 'waiting' and next_attempt_at > ${now}::timestamptz
        and last_attempt_at < ${now}::timestamptz - interval '1 minute'`.execute(tx);
  });
}

/** Notes that an attempt failed: it is tried again then; null: it is given up. Returns since when nothing has arrived at all. */
export function noteFailed(
  db: Kysely<Database>,
  delivery: ClaimedDelivery,
  answer: Answer,
  nextAttemptAt: Instant | null,
  now: Instant,
): Promise<Instant | null> {
  return db.transaction().execute(async (tx) => {
    if (!(await holdWebhook(tx, delivery.webhookId))) return null;
    const state = nextAttemptAt === null ? "failed" : "waiting";
    if (!(await note(tx, delivery, answer, state, nextAttemptAt, now))) return null;
    if (nextAttemptAt === null) await releaseNext(tx, delivery, now);
    else await holdBack(tx, delivery, nextAttemptAt);
    await sql`
      update webhook set failing_since = ${now}::timestamptz
      where id = ${delivery.webhookId}::uuid and failing_since is null`.execute(tx);
    const { rows } = await sql<{ failing_since: Date | null }>`
      select failing_since from webhook where id = ${delivery.webhookId}::uuid`.execute(tx);
    return (rows[0]?.failing_since?.toISOString() ?? null) as Instant | null;
  });
}

/** Notes what came of a trial, whatever it was; the webhook is not judged by it. */
export async function noteTest(
  db: Kysely<Database>,
  delivery: ClaimedDelivery,
  answer: Answer,
  now: Instant,
): Promise<void> {
  await note(db, delivery, answer, answer.failure === null ? "delivered" : "failed", null, now);
}

/** What follows of the object waits as long; looking at it earlier would be for nothing. */
async function holdBack(tx: Kysely<Database>, { webhookId, object, seq }: ClaimedDelivery, until: Instant) {
  if (object === null) return;
  await sql`
    update webhook_delivery set next_attempt_at = ${until}::timestamptz
    where webhook_id = ${webhookId}::uuid and object_key = ${object} and state = 'waiting' and seq > ${seq}::bigint and attempts = 0
      and next_attempt_at <> ${until}::timestamptz`.execute(tx);
}

/** What is next of the object has its turn. */
async function releaseNext(tx: Kysely<Database>, { webhookId, object, seq }: ClaimedDelivery, now: Instant) {
  if (object === null) return;
  await sql`
    update webhook_delivery set next_attempt_at = ${now}::timestamptz
    where attempts = 0 and next_attempt_at > ${now}::timestamptz and seq = (
      select min(seq) from webhook_delivery
      where webhook_id = ${webhookId}::uuid and object_key = ${object} and state = 'waiting' and seq > ${seq}::bigint)`.execute(
    tx,
  );
}

/** Switches a webhook off that nothing reaches any more; what waits stays. Returns false when it was off already. */
export function switchOff(db: Kysely<Database>, id: string, reason: StoredReason, now: Instant): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      update webhook set enabled = false, disabled_reason = ${JSON.stringify(reason)}::jsonb, updated_at = ${now}::timestamptz
      where id = ${id}::uuid and enabled returning id`.execute(tx);
    if (rows.length === 0) return false;
    const act = { actor: ACTOR, action: "webhook.switched_off", objectKind: "webhook", objectId: id };
    await appendAudit(tx, { ...act, before: { enabled: true }, after: { enabled: false, reason: reason.code } });
    return true;
  });
}

async function note(
  tx: Kysely<Database>,
  { seq, attempts }: ClaimedDelivery,
  { status, excerpt, failure }: Answer,
  state: "waiting" | "delivered" | "failed",
  nextAttemptAt: Instant | null,
  now: Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update webhook_delivery set state = ${state}, next_attempt_at = ${nextAttemptAt}::timestamptz,
      settled_at = ${state === "waiting" ? null : now}::timestamptz, last_status = ${status}, last_response = ${excerpt},
      last_failure = ${failure === null ? null : JSON.stringify(failure)}::jsonb
    where seq = ${seq}::bigint and attempts = ${attempts} and state = 'waiting' returning seq`.execute(tx);
  return rows.length > 0;
}
