import { type Kysely, sql } from "kysely";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { MessageContent, MessageSender } from "../../core/notify/message.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { contentPlace } from "./queue-store.ts";

/** A message that this process holds, and nobody else does. */
export interface ClaimedMessage {
  readonly id: string;
  readonly notificationId: string | null;
  readonly sender: MessageSender;
  readonly recipient: UserId;
  /** Null: it does not open any more, as after damage to the row. */
  readonly content: MessageContent | null;
  /** The one that begins now included. */
  readonly attempts: number;
  readonly expiresAt: Instant;
  /** From attempts before this one. */
  readonly maybeSentAt: Instant | null;
}

interface Row {
  id: string;
  notification_id: string | null;
  sender: MessageSender;
  user_id: UserId;
  content_id: string;
  sealed: string;
  attempts: number;
  expires_at: Date;
  maybe_sent_at: Date | null;
}

/** Looked at for one claim: what another process holds, and too many for one person, are passed over. */
const LOOKED_AT = 4;
/** For one person in a claim: who is sent a thousand messages does not keep the others waiting. */
const FOR_ONE_PERSON = 3;

/**
 * Takes messages that are due, the longest waiting first; processes share them without waiting for one another. From here on a
 * message may have arrived: should this process die, that is what the next one finds noted.
 */
export async function claimMessages(
  db: Kysely<Database>,
  {
    box,
    process,
    now,
    limit,
    only,
  }: {
    readonly box: SecretBox;
    readonly process: string;
    readonly now: Instant;
    readonly limit: number;
    /** Just this one, due or not. */
    readonly only?: string;
  },
): Promise<readonly ClaimedMessage[]> {
  const due = sql`state = 'queued' and due_at <= ${now}::timestamptz`;
  const candidates =
    only === undefined
      ? sql`select id, user_id, due_at, created_at from message where ${due} order by due_at, created_at, id limit ${limit * LOOKED_AT}`
      : sql`select id, user_id, due_at, created_at from message where state = 'queued' and id = ${only}::uuid`;
  const { rows } = await sql<Row>`
    with candidate as (${candidates}),
    ranked as (
      select id, row_number() over (partition by user_id order by due_at, created_at, id) as place from candidate),
    due as (
      select m.id, m.maybe_sent_at from message m join ranked r on r.id = m.id
      where r.place <= ${FOR_ONE_PERSON} and m.state = 'queued'
      order by m.due_at, m.created_at, m.id limit ${limit} for update of m skip locked)
    update message m set state = 'sending', sender_process = ${process}::uuid, attempts = m.attempts + 1,
      maybe_sent_at = coalesce(m.maybe_sent_at, ${now}::timestamptz)
    from due, message_content c where m.id = due.id and c.id = m.content_id
    returning m.id, m.notification_id, m.sender, m.user_id, m.content_id, c.sealed, m.attempts, m.expires_at, due.maybe_sent_at`.execute(
    db,
  );
  // Messages of one notification share their content, which is opened once.
  const opened = new Map<string, MessageContent | null>();
  return rows.map((row) => {
    let content = opened.get(row.content_id);
    if (content === undefined) {
      const blob = box.open(row.sealed, contentPlace(row.content_id));
      content = blob.ok ? (JSON.parse(blob.value) as MessageContent) : null;
      opened.set(row.content_id, content);
    }
    return {
      id: row.id,
      notificationId: row.notification_id,
      sender: row.sender,
      recipient: row.user_id,
      content,
      attempts: row.attempts,
      expiresAt: row.expires_at.toISOString() as Instant,
      maybeSentAt: (row.maybe_sent_at?.toISOString() ?? null) as Instant | null,
    };
  });
}
