import { createHash, randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { deriveId } from "../../core/kernel/derive-id.ts";
import { LIFE_MS, type MessageContent, type MessageToQueue } from "../../core/notify/message.ts";
import { type Clock, plus } from "../../platform/clock/clock.ts";
import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** A message that is in the queue: just now, or from before under the same key. */
export interface QueuedMessage {
  readonly id: string;
  readonly repeated: boolean;
}

/**
 * Queues messages; pass the transaction of what they tell about. The same key is the same message: it is queued once and
 * delivered once, ever. Messages that are handed the same content object share what is stored of it.
 *
 * @returns one for each message, in their order
 * @throws RangeError when a key is empty or longer than 200 characters
 */
export type QueueMessages = (
  tx: Kysely<Database>,
  messages: readonly MessageToQueue[],
) => Promise<readonly QueuedMessage[]>;

/** Where a message's content is sealed for. */
export const contentPlace = (id: string) => ({ table: "message_content", column: "sealed", row: id });

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** Rows in one statement, far below what PostgreSQL takes. */
const ROWS_AT_ONCE = 1000;

export function makeQueueMessages({ box, clock }: { readonly box: SecretBox; readonly clock: Clock }): QueueMessages {
  return async (tx, messages) => {
    const now = clock.now();
    const queued: QueuedMessage[] = [];
    const contentIds = new Map<MessageContent, string>();
    for (let start = 0; start < messages.length; start += ROWS_AT_ONCE) {
      const some = messages.slice(start, start + ROWS_AT_ONCE);
      const contents: { id: string; sealed: string }[] = [];
      const rows = some.map((message) => {
        if (message.key === "" || message.key.length > 200)
          throw new RangeError("a message's key has 1 to 200 characters");
        let contentId = contentIds.get(message.content);
        if (contentId === undefined) {
          contentId = randomUUID();
          contentIds.set(message.content, contentId);
          contents.push({ id: contentId, sealed: box.seal(JSON.stringify(message.content), contentPlace(contentId)) });
        }
        return {
          id: deriveId(sha256, `message:${message.key}`, () => false),
          key: message.key,
          notification_id: message.notificationId,
          sender: message.sender,
          user_id: message.recipient,
          content_id: contentId,
          template: message.content.kind === "template" ? message.content.template : null,
          expires_at: message.expiresAt ?? plus(now, LIFE_MS),
        };
      });
      if (contents.length > 0) await insertContents(tx, contents);
      const { rows: inserted } = await sql<{ id: string }>`
        insert into message (id, key, notification_id, sender, user_id, content_id, template, due_at, expires_at, created_at)
        select id, key, notification_id, sender, user_id, content_id, template, ${now}::timestamptz, expires_at, ${now}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m (id uuid, key text, notification_id uuid, sender jsonb,
          user_id uuid, content_id uuid, template text, expires_at timestamptz)
        on conflict (key) do nothing returning id`.execute(tx);
      const fresh = new Set(inserted.map(({ id }) => id));
      // The same key twice in one call: the first is the message, the second repeats it.
      queued.push(...rows.map(({ id }) => ({ id, repeated: !fresh.delete(id) })));
    }
    return queued;
  };
}

async function insertContents(
  tx: Kysely<Database>,
  contents: readonly { id: string; sealed: string }[],
): Promise<void> {
  await sql`
    insert into message_content (id, sealed)
    select id, sealed from jsonb_to_recordset(${JSON.stringify(contents)}::jsonb) as c (id uuid, sealed text)`.execute(
    tx,
  );
}
