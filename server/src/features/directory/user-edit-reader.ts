import { type Kysely, sql } from "kysely";
import type { UserStatus } from "../../core/directory/types.ts";
import type { DepartmentId, UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { FieldSwitches } from "./fed-fields.ts";
import type { UserEdit, UserRef } from "./ports.ts";
import { fieldSwitches } from "./user-detail-reader.ts";
import { userCondition } from "./user-filter-reader.ts";
import { userTables } from "./user-reader.ts";

/** A user as an edit finds them, locked until the transaction ends. */
export interface EditedUser extends UserEdit {
  readonly id: UserId;
  readonly role: string;
  readonly serviceAccount: boolean;
  readonly status: UserStatus;
  readonly linked: boolean;
  readonly switches: FieldSwitches;
}

/** Finds the user somebody outside names. An address or number that several hold finds an active one. */
export async function findForEdit(tx: Kysely<Database>, user: UserRef): Promise<EditedUser | undefined> {
  const { rows } = await sql<EditedUser>`
    select u.id, u.role, u.service_account as "serviceAccount", u.status, u.name, u.nickname, u.email, u.mobile,
      u.employee_no as "employeeNo", u.job_title as "jobTitle", u.leader_id as "leaderId", l.user_id is not null as linked,
      coalesce(${fieldSwitches}, '{}') as switches,
      array(select m.department_id from membership m join department d on d.id = m.department_id and d.status = 'active'
        where m.user_id = u.id order by m.is_primary desc, m.department_order desc, d.id) as "departmentIds"
    from ${userTables} where ${userCondition(user)}
    order by array_position(array['active', 'disabled', 'deleted'], u.status), u.created_at limit 1 for update of u`.execute(
    tx,
  );
  return rows[0];
}

/** Finds who holds an address, other than one user. Deleted accounts do not count. */
export async function findTakenEmail(
  tx: Kysely<Database>,
  email: string,
  other: UserId | null,
): Promise<string | undefined> {
  const { rows } = await sql<{ username: string }>`
    select username from directory_user
    where email = ${email} and status <> 'deleted' and id is distinct from ${other}::uuid limit 1`.execute(tx);
  return rows[0]?.username;
}

/** Finds the first of some users and departments that is not there, or is deleted. */
export async function findUnknownReference(
  tx: Kysely<Database>,
  users: readonly UserId[],
  departments: readonly DepartmentId[],
): Promise<{ readonly kind: "user" | "department"; readonly id: string } | undefined> {
  if (users.length + departments.length === 0) return undefined;
  const { rows } = await sql<{ kind: "user" | "department"; id: string }>`
    select 'user' as kind, wanted.id from unnest(${[...users]}::uuid[]) as wanted (id)
    where not exists (select 1 from directory_user u where u.id = wanted.id and u.status <> 'deleted')
    union all
    select 'department', wanted.id from unnest(${[...departments]}::uuid[]) as wanted (id)
    where not exists (select 1 from department d where d.id = wanted.id and d.status = 'active') limit 1`.execute(tx);
  return rows[0];
}
