import type { Kysely } from "kysely";
import type { DB } from "../../platform/db/schema.ts";

/**
 * When a person last showed who they are (`auth_time`, OpenID Connect Core 1.0 section 2), in seconds since 1970: at the
 * sign-in, or later when this session saw the password again.
 */
export async function readAuthTime(db: Kysely<DB>, sessionId: string): Promise<number> {
  const { created_at, proved_at } = await db
    .selectFrom("session")
    .select(["created_at", "proved_at"])
    .where("id", "=", sessionId)
    .executeTakeFirstOrThrow();
  return Math.floor(Math.max(created_at.getTime(), proved_at?.getTime() ?? 0) / 1000);
}
