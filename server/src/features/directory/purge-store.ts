import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";

const BATCH = 1000;

/**
 * Removes for good what was deleted before a time (product.md 5.1, housekeeping): people with their memberships and links,
 * then departments from the leaves up. Leaves an audit record for each.
 *
 * @returns how many were removed
 */
export async function purgeDeleted(
  db: Kysely<Database>,
  before: Instant,
  actor: Actor,
): Promise<{ readonly users: number; readonly departments: number }> {
  const users = await untilNone(() =>
    removeBatch(
      db,
      actor,
      "user",
      sql`delete from directory_user where id in (
        select id from directory_user where status = 'deleted' and deleted_at < ${before}::timestamptz limit ${BATCH})
        returning id, jsonb_build_object('username', username, 'name', name) as was`,
    ),
  );
  const departments = await untilNone(() =>
    removeBatch(
      db,
      actor,
      "department",
      sql`delete from department where id in (
        select d.id from department d where d.status = 'deleted' and d.deleted_at < ${before}::timestamptz
          and not exists (select 1 from department child where child.parent_id = d.id) limit ${BATCH})
        returning id, jsonb_build_object('name', name) as was`,
    ),
  );
  return { users, departments };
}

async function untilNone(step: () => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await step();
    if (removed === 0) return total;
    total += removed;
  }
}

function removeBatch(
  db: Kysely<Database>,
  actor: Actor,
  kind: string,
  removal: ReturnType<typeof sql>,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`select revision from directory_state for update`.execute(tx);
    const { rows } = await sql<{ id: UserId }>`
      with gone as (${removal})
      insert into audit_record (actor, action, object_kind, object_id, before)
      select ${JSON.stringify(actor)}::jsonb, ${`${kind}.purged`}, ${kind}, id, was from gone returning id`.execute(tx);
    if (rows.length > 0) await sql`update directory_state set revision = revision + 1`.execute(tx);
    return rows.length;
  });
}
