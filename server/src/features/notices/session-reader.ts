import { type Kysely, sql } from "kysely";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** A session as its owner is told of it. */
export interface SessionInShort {
  readonly userId: UserId;
  readonly userAgent: string | null;
  readonly address: string;
  readonly createdAt: Instant;
}

export async function findSession(db: Kysely<Database>, id: string): Promise<SessionInShort | undefined> {
  const { rows } = await sql<{ user_id: UserId; user_agent: string | null; address: string; created_at: Date }>`
    select user_id, user_agent, address, created_at from session where id = ${id}::uuid`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { user_id: userId, user_agent: userAgent, address, created_at } = row;
  return { userId, userAgent, address, createdAt: created_at.toISOString() as Instant };
}
