import { type Kysely, sql } from "kysely";
import type { Database } from "../../platform/db/open-database.ts";

/**
 * Ends every session that was opened with Feishu, and what linked people are signed in to with applications (S15: password
 * sign-in only). Triggers tell the applications.
 *
 * @param spared the session of whoever switches it off
 */
export async function endFeishuSignIns(tx: Kysely<Database>, spared: string | null): Promise<void> {
  await sql`update session set revoked_at = now() where method = 'feishu' and revoked_at is null
    and id is distinct from ${spared}::uuid`.execute(tx);
  await sql`delete from oidc_state where user_id in
    (select user_id from linked_identity where unlinked_at is null)`.execute(tx);
}
