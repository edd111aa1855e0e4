import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { admissionOf } from "./admission-reader.ts";

/**
 * Ends what people hold of applications they may no longer use: the provider's grants and tokens go, and open sign-ins end,
 * so that the application is told (OpenID Connect Back-Channel Logout 1.0). Nothing else of those people ends.
 *
 * Asked for every application now and then, because access is lost by a sync, an edit of a group or of the tree as well.
 *
 * @param clientId one application's; null for all
 * @returns the number of sign-ins that ended
 */
export async function endLostAccess(
  db: Kysely<Database>,
  now: Instant,
  clientId: string | null = null,
): Promise<number> {
  const chosen: RawBuilder<unknown> = clientId === null ? sql`true` : sql`client_id = ${clientId}`;
  const { rows } = await sql<{ ended: number }>`
    with recursive ${admissionOf(sql`
      select user_id, client_id from oidc_login where ended_at is null and ${chosen}
      union
      select user_id, client_id from oidc_state where user_id is not null and client_id is not null and ${chosen}`)},
    lost (user_id, client_id) as materialized (
      select user_id, client_id from asked except select user_id, client_id from admitted),
    gone as (delete from oidc_state s using lost where s.user_id = lost.user_id and s.client_id = lost.client_id),
    ended as (
      update oidc_login l set ended_at = ${now}::timestamptz, next_attempt_at = ${now}::timestamptz
      from lost where l.user_id = lost.user_id and l.client_id = lost.client_id and l.ended_at is null
      returning 1)
    select count(*) as ended from ended`.execute(db);
  return rows[0]?.ended ?? 0;
}
