import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import { isUuid } from "../directory/index.ts";
import { type ReplayWish, TEST_EVENT } from "./ports.ts";
import { lockWebhook } from "./webhook-reader.ts";

/**
 * Sends deliveries again, each under the id it has: those that had their end begin anew, those that wait for a later attempt make it now. What is being
 * sent at this moment is left to it. Trials are not sent again.
 */
export function replayDeliveries(
  db: Kysely<Database>,
  id: string,
  wish: ReplayWish,
  { actor, now, leaseMs }: { readonly actor: Actor; readonly now: Instant; readonly leaseMs: number },
): Promise<
  Result<number, Failure<"webhook_not_found"> | Failure<"webhook_disabled"> | Failure<"webhook_delivery_not_found">>
> {
  return db.transaction().execute(async (tx) => {
    const webhook = await lockWebhook(tx, id);
    if (webhook === undefined) return err({ code: "webhook_not_found" as const });
    if (!webhook.enabled) return err({ code: "webhook_disabled" as const });
    const { delivery, since, failedOnly } = wish;
    if (delivery !== undefined && !isUuid(delivery)) return err({ code: "webhook_delivery_not_found" as const });
    const conditions = [sql`webhook_id = ${id}::uuid`, sql`topic <> ${TEST_EVENT}`];
    if (delivery !== undefined) conditions.push(sql`id = ${delivery}::uuid`);
    if (since !== undefined) conditions.push(sql`occurred_at >= ${since}::timestamptz`);
    if (failedOnly) conditions.push(sql`state = 'failed'`);
    const { rows } = await sql<{ count: number }>`
      with again as (
        update webhook_delivery set state = 'waiting', attempts = 0, next_attempt_at = ${now}::timestamptz, settled_at = null
        where ${sql.join(conditions, sql` and `)} and (state <> 'waiting' or (next_attempt_at > ${now}::timestamptz
          and last_attempt_at < ${now}::timestamptz - ${leaseMs} * interval '1 millisecond'))
        returning 1)
      select count(*) as count from again`.execute(tx);
    const count = rows[0]?.count ?? 0;
    if (count === 0 && delivery !== undefined) return err({ code: "webhook_delivery_not_found" as const });
    const after = { deliveries: count, ...(delivery ? { delivery } : {}), ...(since ? { since } : {}), failedOnly };
    await appendAudit(tx, { actor, action: "webhook.replayed", objectKind: "webhook", objectId: id, after });
    return ok(count);
  });
}
