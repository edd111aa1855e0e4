import { type Kysely, sql } from "kysely";
import type { DepartmentId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** A tree this deep is a fault; it is not followed further. */
const MAX_DEPTH = 100;

/** Reads the names from the first level down to each of some departments, itself included. */
export async function readPathsOf(
  db: Kysely<Database>,
  departmentIds: readonly DepartmentId[],
): Promise<ReadonlyMap<DepartmentId, readonly string[]>> {
  const { rows } = await sql<{ id: DepartmentId; path: string[] }>`
    with recursive up (id, name, parent_id, level) as (
      select d.id, d.name, d.parent_id, 0 from department d where d.id = any(${[...departmentIds]}::uuid[])
      union all
      select up.id, d.name, d.parent_id, up.level + 1 from up join department d on d.id = up.parent_id
      where up.level < ${MAX_DEPTH})
    select id, array_agg(name order by level desc) as path from up group by id`.execute(db);
  return new Map(rows.map(({ id, path }) => [id, path]));
}
