import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { FeishuWords } from "../../core/notify/attempt.ts";
import type { Verdict } from "../../core/notify/decide-delivery.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendEvent } from "../../platform/outbox/outbox-store.ts";

/** What became of a message this process held. */
export interface Outcome extends Verdict, FeishuWords {
  readonly id: string;
  readonly notificationId: string | null;
  readonly attempts: number;
  readonly feishuMessageId: string | null;
  readonly at: Instant;
}

/**
 * Notes outcomes, all of them or none. A message another process took over in the meantime is left alone. Notifications whose
 * last message this was are finished, and told about.
 */
export async function noteOutcomes(db: Kysely<Database>, process: string, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map((outcome) => ({
    id: outcome.id,
    state: outcome.state,
    attempts: outcome.attempts,
    due_at: outcome.dueAt,
    maybe_sent_at: outcome.maybeSentAt,
    cause: outcome.cause,
    feishu_code: outcome.feishuCode,
    feishu_log_id: outcome.logId,
    feishu_message_id: outcome.feishuMessageId,
    at: outcome.at,
  }));
  const notifications = outcomes.flatMap(({ notificationId, state }) =>
    notificationId === null || state === "queued" ? [] : [notificationId],
  );
  await db.transaction().execute(async (tx) => {
    await lockNotifications(tx, notifications);
    await sql`
      update message m set state = o.state, attempts = o.attempts, due_at = coalesce(o.due_at, m.due_at), maybe_sent_at = o.maybe_sent_at,
        sender_process = null, cause = o.cause, feishu_code = o.feishu_code, feishu_log_id = o.feishu_log_id,
        feishu_message_id = coalesce(o.feishu_message_id, m.feishu_message_id),
        sent_at = case when o.state = 'sent' then o.at end, finished_at = case when o.state <> 'queued' then o.at end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o (id uuid, state text, attempts int, due_at timestamptz,
        maybe_sent_at timestamptz, cause text, feishu_code int, feishu_log_id text, feishu_message_id text, at timestamptz)
      where m.id = o.id and m.state = 'sending' and m.sender_process = ${process}::uuid`.execute(tx);
    await finishNotifications(tx, notifications);
  });
}

/** Ends messages that waited too long; some may have arrived, and it is not for us to say that they did not. */
export async function expireOverdue(db: Kysely<Database>, now: Instant): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string; notification_id: string | null }>`
      select id, notification_id from message where state = 'queued' and expires_at <= ${now}::timestamptz
      order by id limit 1000`.execute(tx);
    if (rows.length === 0) return;
    const notifications = rows.flatMap((row) => row.notification_id ?? []);
    await lockNotifications(tx, notifications);
    await sql`
      update message set state = case when maybe_sent_at is null then 'expired' else 'unknown' end,
        cause = case when maybe_sent_at is null then coalesce(cause, 'message_expired') else 'message_outcome_unknown' end,
        finished_at = ${now}::timestamptz
      where state = 'queued' and id in (select id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid))`.execute(
      tx,
    );
    await finishNotifications(tx, notifications);
  });
}

/** Held while messages of them end, so that of two that end at once the later one sees the other. */
async function lockNotifications(tx: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`select 1 from notification where id = any(${[...new Set(ids)]}::uuid[]) order by id for update`.execute(tx);
}

async function finishNotifications(tx: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    update notification n set finished_at = now()
    where n.id = any(${[...new Set(ids)]}::uuid[]) and n.finished_at is null
      and not exists (select 1 from message m where m.notification_id = n.id and m.state in ('queued', 'sending'))
    returning n.id`.execute(tx);
  for (const { id } of rows) await appendEvent(tx, "notification.finished", { notificationId: id });
}
