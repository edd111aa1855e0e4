import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { toApplication } from "./application-row-reader.ts";
import type { RegisteredClient } from "./ports.ts";

/** Finds an application that is switched on by what it calls itself, with the hash its secret is compared by. */
export async function findEnabledClient(db: Kysely<Database>, clientId: string): Promise<RegisteredClient | undefined> {
  // PostgreSQL refuses U+0000, which no client_id holds.
  if (clientId.includes("\0")) return undefined;
  const row = await db
    .selectFrom("application")
    .selectAll()
    .where("client_id", "=", clientId)
    .where("enabled", "=", true)
    .executeTakeFirst();
  return row && { ...toApplication(row), secretHash: row.secret_hash };
}

/** Remembers when a client was last used, to the minute: a busy one does not write at every request. */
export async function rememberUse(db: Kysely<Database>, clientId: string, now: Instant): Promise<void> {
  await sql`
    update application set last_used_at = ${now}::timestamptz
    where client_id = ${clientId} and (last_used_at is null or last_used_at <= ${now}::timestamptz - interval '1 minute')`.execute(
    db,
  );
}
