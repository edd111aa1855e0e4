import { type Kysely, sql } from "kysely";
import type { DepartmentId, OpenDepartmentId, UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { readPathsOf } from "./department-path-reader.ts";
import type { UserDetail, UserRecord } from "./ports.ts";

/** Reads the listed departments of some users: primary first, then by each person's own order (product.md 5.8). */
export async function readDepartmentsOf(
  db: Kysely<Database>,
  userIds: readonly UserId[],
): Promise<ReadonlyMap<UserId, UserRecord["departments"]>> {
  const { rows } = await sql<{
    user_id: UserId;
    id: DepartmentId;
    open_department_id: OpenDepartmentId | null;
    name: string;
    primary: boolean;
  }>`
    select m.user_id, d.id, l.open_department_id, d.name, m.is_primary as "primary"
    from membership m join department d on d.id = m.department_id and d.status = 'active'
    left join department_link l on l.department_id = d.id and l.unlinked_at is null and l.connection_id = (
      select id from feishu_connection where removed_at is null order by owns_sync desc, updated_at desc limit 1)
    where m.user_id = any(${[...userIds]}::uuid[])
    order by m.user_id, m.is_primary desc, m.department_order desc, d.id`.execute(db);
  const found = new Map<UserId, UserRecord["departments"][number][]>();
  for (const { user_id, id, open_department_id, name, primary } of rows) {
    const department = {
      id,
      openDepartmentId: open_department_id,
      name,
      primary,
    };
    const held = found.get(user_id);
    if (held) held.push(department);
    else found.set(user_id, [department]);
  }
  return found;
}

/** Reads where a user's listed departments are in the tree, in the same order. */
export async function readPlacements(db: Kysely<Database>, userId: UserId): Promise<UserDetail["placements"]> {
  const { rows } = await sql<{
    departmentId: DepartmentId;
    number: number;
    primary: boolean;
    origin: "built_in" | "feishu";
  }>`
    select d.id as "departmentId", d.number, m.is_primary as "primary", m.origin
    from membership m join department d on d.id = m.department_id and d.status = 'active'
    where m.user_id = ${userId}::uuid order by m.is_primary desc, m.department_order desc, d.id`.execute(db);
  const paths = await readPathsOf(
    db,
    rows.map(({ departmentId }) => departmentId),
  );
  return rows.map((row) => ({ ...row, path: paths.get(row.departmentId) ?? [] }));
}
