import { type Kysely, sql } from "kysely";
import { groupClaim } from "../../core/access/group-claim.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { isUuid } from "../directory/index.ts";
import type { ApplicationClaim, UserClaims } from "./ports.ts";

interface Row {
  name: string;
  username: string;
  email: string | null;
  mobile: string | null;
  avatar: string | null;
  employee_no: string | null;
  department: string | null;
}

/** A chain this long is a fault in the tree; it is not followed further. */
const MAX_DEPTH = 100;

/**
 * Reads what an application is told of an active user, beside the subject: name and username always, of the rest what it may
 * know and what there is. Undefined when nobody active has this id.
 *
 * An e-mail address is told as verified: it is the company's record, kept by its administrators or by Feishu's, and nobody
 * writes their own. Applications that tell people by address need it, and refuse one that is not.
 */
export async function readUserClaims(
  db: Kysely<Database>,
  userId: string,
  claims: readonly ApplicationClaim[],
): Promise<UserClaims | undefined> {
  if (!isUuid(userId)) return undefined;
  // The department: marked as primary, else the one that stands first (product.md 5.8).
  const { rows } = await sql<Row>`
    select u.name, u.username, u.email, u.mobile, u.employee_no, u.attributes ->> 'avatar' as avatar,
      (select d.name from membership m join department d on d.id = m.department_id and d.status = 'active'
        where m.user_id = u.id order by m.is_primary desc, m.department_order desc, d.id limit 1) as department
    from directory_user u where u.id = ${userId}::uuid and u.status = 'active'`.execute(db);
  const row = rows[0];
  if (row === undefined) return undefined;
  const told = (claim: ApplicationClaim) => claims.includes(claim);
  return {
    name: row.name,
    preferred_username: row.username,
    ...(told("email") && row.email ? { email: row.email, email_verified: true } : {}),
    ...(told("phone") && row.mobile ? { phone_number: row.mobile } : {}),
    ...(told("picture") && row.avatar && /^https?:\/\//.test(row.avatar) ? { picture: row.avatar } : {}),
    ...(told("groups") ? { groups: await readGroups(db, userId) } : {}),
    ...(told("department") && row.department ? { department: row.department } : {}),
    ...(told("employee_number") && row.employee_no ? { employee_number: row.employee_no } : {}),
  };
}

/** Reads the groups a user is in, also through departments, and the way from the first level to each of their departments. */
async function readGroups(db: Kysely<Database>, userId: string): Promise<string[]> {
  const { rows } = await sql<{ kind: "group" | "path"; names: string[] }>`
    with recursive up (start_id, id, name, parent_id, level) as (
      select d.id, d.id, d.name, d.parent_id, 0
      from membership m join department d on d.id = m.department_id and d.status = 'active'
      where m.user_id = ${userId}::uuid
      union all
      select up.start_id, above.id, above.name, above.parent_id, up.level + 1
      from up join department above on above.id = up.parent_id and above.status = 'active'
      where up.level < ${MAX_DEPTH}),
    held (group_id) as (
      select group_id from group_member where user_id = ${userId}::uuid
      union
      select m.group_id from up join group_member m on m.department_id = up.id and (up.level = 0 or m.subtree))
    select 'path' as kind, array_agg(name order by level desc) as names from up group by start_id
    union all
    select 'group', array[g.name] from held join directory_group g on g.id = held.group_id`.execute(db);
  const namesOf = (wanted: "group" | "path") => rows.filter(({ kind }) => kind === wanted).map(({ names }) => names);
  return groupClaim(namesOf("group").flat(), namesOf("path"));
}
