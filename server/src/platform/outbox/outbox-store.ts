import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Database } from "../db/open-database.ts";

/**
 * Writes an event; pass the transaction of the change it speaks of.
 *
 * @param topic what happened, e.g. `user.disabled`
 * @param payload the ids it is about
 */
export async function appendEvent(
  tx: Kysely<Database>,
  topic: string,
  payload: { readonly [key: string]: Json },
): Promise<void> {
  await sql`insert into outbox (topic, payload) values (${topic}, ${JSON.stringify(payload)}::jsonb)`.execute(tx);
}

/** Forgets events written before a time. What nobody took by then is no news to anybody. */
export async function forgetEvents(db: Kysely<Database>, before: Instant): Promise<void> {
  await sql`delete from outbox where created_at < ${before}::timestamptz`.execute(db);
}
