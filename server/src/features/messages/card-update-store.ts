import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import { type Clock, plus } from "../../platform/clock/clock.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** What a sent card is to show instead. */
export interface NewCard {
  /** Ours, as `QueueMessages` gave it. */
  readonly messageId: string;
  readonly card: Json;
}

/**
 * Queues changes of cards; pass the transaction of what they tell about. A card that was not sent yet is changed once it is;
 * one that never is, never. The last change wins.
 */
export type UpdateCards = (tx: Kysely<Database>, cards: readonly NewCard[]) => Promise<void>;

const cardPlace = (messageId: string) => ({ table: "card_update", column: "sealed", row: messageId });

export function makeUpdateCards({ box, clock }: { readonly box: SecretBox; readonly clock: Clock }): UpdateCards {
  return async (tx, cards) => {
    const now = clock.now();
    for (const { messageId, card } of cards) {
      const sealed = box.seal(JSON.stringify(card), cardPlace(messageId));
      await sql`
        insert into card_update (message_id, sealed, due_at) select id, ${sealed}, ${now}::timestamptz from message where id = ${messageId}::uuid
        on conflict (message_id) do update set sealed = excluded.sealed, version = card_update.version + 1, attempts = 0,
          due_at = excluded.due_at`.execute(tx);
    }
  };
}

/** A change that is due. */
export interface DueCard {
  readonly messageId: string;
  readonly feishuMessageId: string;
  readonly card: Json;
  readonly version: number;
  readonly attempts: number;
}

/** Another process leaves a change alone for so long after it was claimed. */
const CLAIM_MS = 60_000;

/** Takes changes of sent cards to be made now, and forgets those of messages that were never sent. */
export async function claimCardUpdates(
  db: Kysely<Database>,
  { box, now, limit }: { readonly box: SecretBox; readonly now: Instant; readonly limit: number },
): Promise<readonly DueCard[]> {
  await sql`delete from card_update u using message m
    where u.due_at <= ${now}::timestamptz and m.id = u.message_id and m.feishu_message_id is null and m.finished_at is not null`.execute(
    db,
  );
  const { rows } = await sql<{
    message_id: string;
    feishu_message_id: string;
    sealed: string;
    version: number;
    attempts: number;
  }>`
    with due as (
      select u.message_id from card_update u join message m on m.id = u.message_id
      where u.due_at <= ${now}::timestamptz and m.feishu_message_id is not null
      order by u.due_at limit ${limit} for update of u skip locked)
    update card_update u set attempts = u.attempts + 1, due_at = ${plus(now, CLAIM_MS)}::timestamptz
    from due, message m where u.message_id = due.message_id and m.id = u.message_id
    returning u.message_id, m.feishu_message_id, u.sealed, u.version, u.attempts`.execute(db);
  return rows.map((row) => {
    const opened = box.open(row.sealed, cardPlace(row.message_id));
    if (!opened.ok) throw new Error(`the card for message ${row.message_id} does not open: ${opened.error}`);
    return {
      messageId: row.message_id,
      feishuMessageId: row.feishu_message_id,
      card: JSON.parse(opened.value) as Json,
      version: row.version,
      attempts: row.attempts,
    };
  });
}

/** Forgets a change that was made, or never can be; a later one stays. */
export async function finishCardUpdate(db: Kysely<Database>, { messageId, version }: DueCard): Promise<void> {
  await sql`delete from card_update where message_id = ${messageId}::uuid and version = ${version}`.execute(db);
}

/** Puts a change off. */
export async function deferCardUpdate(db: Kysely<Database>, card: DueCard, dueAt: Instant): Promise<void> {
  await sql`update card_update set due_at = ${dueAt}::timestamptz
    where message_id = ${card.messageId}::uuid and version = ${card.version}`.execute(db);
}
