import { type Kysely, sql } from "kysely";
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
