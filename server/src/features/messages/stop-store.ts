import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import { restAfterStop } from "../../core/notify/decide-delivery.ts";
import { plus } from "../../platform/clock/clock.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** Why Feishu takes no message of ours at present. */
export interface Stop {
  readonly code: string;
  readonly scopes: readonly string[];
  readonly since: Instant;
  readonly nextTryAt: Instant;
}

export async function findStop(db: Kysely<Database>): Promise<Stop | undefined> {
  const { rows } = await sql<{ code: string; detail: { scopes: string[] }; since: Date; next_try_at: Date }>`
    select code, detail, since, next_try_at from message_stop`.execute(db);
  return rows.map(({ code, detail, since, next_try_at }) => ({
    code,
    scopes: detail.scopes,
    since: since.toISOString() as Instant,
    nextTryAt: next_try_at.toISOString() as Instant,
  }))[0];
}

/** Stops every process. A stop that lasts keeps the time it began at. */
export async function noteStop(
  db: Kysely<Database>,
  { code, scopes, now }: { readonly code: string; readonly scopes: readonly string[]; readonly now: Instant },
): Promise<void> {
  const nextTryAt = plus(now, restAfterStop(code));
  await sql`
    insert into message_stop (code, detail, since, next_try_at)
    values (${code}, ${JSON.stringify({ scopes })}::jsonb, ${now}::timestamptz, ${nextTryAt}::timestamptz)
    on conflict (only_row) do update set code = excluded.code, detail = excluded.detail, next_try_at = excluded.next_try_at,
      since = case when message_stop.code = excluded.code then message_stop.since else excluded.since end`.execute(db);
}

/** Whether this process is the one to try a message now; the others go on waiting. */
export async function takeTry(db: Kysely<Database>, { code }: Stop, now: Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update message_stop set next_try_at = ${plus(now, restAfterStop(code))}::timestamptz
    where next_try_at <= ${now}::timestamptz`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

export async function endStop(db: Kysely<Database>): Promise<void> {
  await sql`delete from message_stop`.execute(db);
}
