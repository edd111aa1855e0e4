import { type RawBuilder, sql } from "kysely";
import { isUuid, searchable } from "./cursor.ts";
import { departmentCondition } from "./department-reader.ts";
import type { UserFilter, UserRef } from "./ports.ts";

/** How users are named and filtered, as conditions over `u` (directory_user) and `l` (their link). */

/** The account somebody outside names, as a condition over `u`. An address or number that several hold finds an active one. */
export function userCondition(user: UserRef): RawBuilder<unknown> {
  switch (user.kind) {
    case "id":
      return isUuid(user.id) ? sql`u.id = ${user.id}::uuid` : sql`false`;
    case "open_id":
      return sql`u.id in (select user_id from linked_identity where open_id = ${searchable(user.openId)})`;
    case "union_id":
      return sql`u.id in (select user_id from linked_identity where union_id = ${searchable(user.unionId)})`;
    case "email":
      return sql`u.email = ${searchable(user.email.trim().toLowerCase())}`;
    case "mobile":
      return sql`u.mobile = ${searchable(user.mobile)}`;
    case "username":
      return sql`lower(u.username) = ${searchable(user.username.toLowerCase())}`;
  }
}

/** @param otherwise the condition on the status where the filter names none */
export function userMatches(filter: UserFilter, otherwise: RawBuilder<unknown>): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [filter.status ? sql`u.status = ${filter.status}` : otherwise];
  if (filter.origin) conditions.push(sql`u.origin = ${filter.origin}`);
  if (filter.linked !== undefined) conditions.push(filter.linked ? sql`l.user_id is not null` : sql`l.user_id is null`);
  if (filter.department) {
    const chosen = departmentCondition(filter.department);
    conditions.push(
      filter.subtree
        ? sql`u.id in (
            with recursive below (id) as (
              select d.id from department d where ${chosen}
              union select d.id from department d join below on d.parent_id = below.id where d.status = 'active')
            select m.user_id from membership m join below on below.id = m.department_id)`
        : sql`u.id in (select m.user_id from membership m join department d on d.id = m.department_id where ${chosen})`,
    );
  }
  if (filter.text) conditions.push(textCondition(filter.text));
  return sql.join(conditions, sql` and `);
}

/** One pass over one column that holds every field people search by (migration 0005). */
export function textCondition(text: string): RawBuilder<unknown> {
  return sql`strpos(u.search_text, ${searchable(text.toLowerCase())}) > 0`;
}

/**
 * Whether few of all people pass, so that they are better found first and sorted then. Otherwise the list is walked in its
 * order, and stops after a page.
 */
export function isNarrow(filter: UserFilter): boolean {
  return (
    filter.text !== undefined ||
    filter.department !== undefined ||
    filter.linked === false ||
    filter.status === "disabled" ||
    filter.status === "deleted"
  );
}
