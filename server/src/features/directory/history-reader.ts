import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { DepartmentId, Instant, RunId, UserId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { HistoryEntry } from "./ports.ts";

interface Row {
  tie: string;
  at: Date;
  actor: Actor;
  action: string;
  run_id: number | null;
  reason: string | null;
  department_id: DepartmentId | null;
  before: { [key: string]: Json } | null;
  after: { [key: string]: Json } | null;
}

/**
 * Reads what happened to a user, newest first: the applied steps of stored plans are the record of what syncs did, the
 * audit log that of what people did. Undefined when the cursor is not of this list.
 */
export async function readUserHistory(
  db: Kysely<Database>,
  userId: UserId,
  { limit, cursor }: PageQuery,
): Promise<Page<HistoryEntry> | undefined> {
  const place = cursor === null ? null : decodeCursor(cursor, ["number", "string"]);
  if (place === undefined) return undefined;
  const from = place === null ? sql`true` : sql`(micros, tie) < (${place[0]}::bigint, ${place[1]}::text)`;
  const { rows } = await sql<Row & { micros: number }>`
    select * from (
      select (extract(epoch from b.applied_at) * 1000000)::bigint as micros,
        's' || lpad(b.run_id::text, 20, '0') || lpad(c.seq::text, 12, '0') as tie, b.applied_at as at,
        r.requested_by as actor, c.verb as action, b.run_id, c.reason, c.department_id, c.before, c.after
      from sync_change c
      join sync_block b on b.plan_id = c.plan_id and c.seq between b.first_seq and b.last_seq
      join sync_run r on r.id = b.run_id
      where c.subject_id = ${userId}::uuid and c.kind <> 'departments'
        and not exists (select 1 from sync_failure f where f.plan_id = c.plan_id and f.seq = c.seq)
      union all
      select (extract(epoch from at) * 1000000)::bigint, 'a' || lpad(id::text, 20, '0'), at, actor, action, run_id, null, null, before, after
      from audit_record where object_kind = 'user' and object_id = ${userId}
    ) as happened
    where ${from} order by micros desc, tie desc limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last ? encodeCursor([last.micros, last.tie]) : null;
  const items = shown.map((row) => ({
    at: row.at.toISOString() as Instant,
    actor: row.actor,
    action: row.action,
    runId: row.run_id === null ? null : (String(row.run_id) as RunId),
    reason: row.reason,
    departmentId: row.department_id,
    before: row.before,
    after: row.after,
  }));
  return { items, nextCursor, total: null };
}
