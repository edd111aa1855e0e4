import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Asked } from "../../core/notify/decide-asking.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { NotificationRecord } from "./ports.ts";

/** A notification that is asked for. */
export interface NewNotification {
  readonly id: string;
  readonly sender: Actor;
  readonly idempotencyKey: string | null;
  readonly digest: string;
  readonly recipients: NotificationRecord["recipients"];
  readonly template: string | null;
  readonly messages: number;
  readonly now: Instant;
}

/** Tokens and people have ids; an API token declared by the configuration goes by its name. */
const senderId = ({ kind, id, name }: Actor) => `${kind}:${id ?? name}`;

/** Holds other calls of the same sender back until the transaction ends, so that limits and keys are exact. */
export async function lockSender(tx: Kysely<Database>, sender: Actor): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`notification ${senderId(sender)}`}, 0))`.execute(tx);
}

/** What stands under a key already. */
export async function findByKey(
  tx: Kysely<Database>,
  sender: Actor,
  key: string,
): Promise<{ readonly id: string; readonly digest: string } | undefined> {
  const { rows } = await sql<{ id: string; digest: string }>`
    select id, request_digest as digest from notification
    where sender_id = ${senderId(sender)} and idempotency_key = ${key}`.execute(tx);
  return rows[0];
}

/** What a sender asked for since a time, the oldest first. */
export async function readAsked(tx: Kysely<Database>, sender: Actor, since: Instant): Promise<readonly Asked[]> {
  const { rows } = await sql<{ at: Date; messages: number }>`
    select created_at as at, message_count as messages from notification
    where sender_id = ${senderId(sender)} and created_at > ${since}::timestamptz order by created_at`.execute(tx);
  return rows.map(({ at, messages }) => ({ at: at.toISOString() as Instant, messages }));
}

export async function insertNotification(tx: Kysely<Database>, made: NewNotification): Promise<void> {
  await sql`
    insert into notification (id, sender, sender_id, idempotency_key, request_digest, recipients, template, message_count, created_at)
    values (${made.id}::uuid, ${JSON.stringify(made.sender)}::jsonb, ${senderId(made.sender)}, ${made.idempotencyKey}, ${made.digest},
      ${JSON.stringify(made.recipients)}::jsonb, ${made.template}, ${made.messages}, ${made.now}::timestamptz)`.execute(
    tx,
  );
}

/** States from which a message may be queued once more. */
const ENDED_BADLY = ["failed", "refused", "expired", "unknown"];

/** Queues a message again that did not arrive, or may not have; false when its state is another. */
export async function requeueMessage(
  tx: Kysely<Database>,
  id: string,
  { now, expiresAt }: { readonly now: Instant; readonly expiresAt: Instant },
): Promise<boolean> {
  const { rows } = await sql<{ notification_id: string | null }>`
    update message set state = 'queued', due_at = ${now}::timestamptz, expires_at = ${expiresAt}::timestamptz, attempts = 0,
      maybe_sent_at = null, cause = null, feishu_code = null, feishu_log_id = null, finished_at = null
    where id = ${id}::uuid and state = any(${ENDED_BADLY}) returning notification_id`.execute(tx);
  const [row] = rows;
  if (row === undefined) return false;
  if (row.notification_id !== null)
    await sql`update notification set finished_at = null where id = ${row.notification_id}::uuid`.execute(tx);
  return true;
}

/** Leaves a queued message to whoever sends it by its id, for a while. */
export async function deferMessage(tx: Kysely<Database>, id: string, until: Instant): Promise<void> {
  await sql`update message set due_at = ${until}::timestamptz where id = ${id}::uuid and state = 'queued'`.execute(tx);
}

/** Forgets what ended before a time, and contents nothing points at any more. */
export async function forgetMessages(db: Kysely<Database>, before: Instant): Promise<void> {
  await sql`delete from message where finished_at < ${before}::timestamptz`.execute(db);
  await sql`
    delete from notification n where created_at < ${before}::timestamptz
      and not exists (select 1 from message m where m.notification_id = n.id)`.execute(db);
  await sql`delete from message_content c where not exists (select 1 from message m where m.content_id = c.id)`.execute(
    db,
  );
}
