import { type Kysely, sql } from "kysely";
import type { Database } from "../../platform/db/open-database.ts";
import type { DepartmentNode } from "./ports.ts";

/** Reads the whole tree with the number of direct members: parents before children, siblings by order. */
export async function readDepartmentTree(db: Kysely<Database>): Promise<readonly DepartmentNode[]> {
  const { rows } = await sql<DepartmentNode>`
    with recursive tree (id, number, parent, name, level, sort_order) as (
      select id, number, null::bigint, name, 0, sort_order from department where parent_id is null and status = 'active'
      union all
      select d.id, d.number, tree.number, d.name, tree.level + 1, d.sort_order
      from department d join tree on d.parent_id = tree.id where d.status = 'active'
    ), held as (
      select m.department_id, count(*) as members from membership m
      where not exists (select 1 from directory_user u where u.id = m.user_id and u.status = 'deleted')
      group by m.department_id
    )
    select tree.number, tree.parent, tree.name, coalesce(held.members, 0) as members
    from tree left join held on held.department_id = tree.id
    order by tree.level, tree.parent, tree.sort_order, tree.number`.execute(db);
  return rows;
}
