import { type Kysely, sql } from "kysely";
import type { DepartmentId, UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";

/**
 * Gives a user exactly these departments, the first one primary. What was there before keeps its origin; what is new was
 * made by hand, and a sync never touches it.
 */
export async function replaceMemberships(
  tx: Kysely<Database>,
  userId: UserId,
  departmentIds: readonly DepartmentId[],
): Promise<void> {
  const ids = [...new Set(departmentIds)];
  await sql`delete from membership where user_id = ${userId}::uuid and department_id <> all(${ids}::uuid[])`.execute(
    tx,
  );
  await sql`
    insert into membership (user_id, department_id, is_primary, department_order, origin)
    select ${userId}::uuid, id, at = 1, ${ids.length} - at, 'built_in'
    from unnest(${ids}::uuid[]) with ordinality as wanted (id, at)
    on conflict (user_id, department_id) do update
      set is_primary = excluded.is_primary, department_order = excluded.department_order`.execute(tx);
}
