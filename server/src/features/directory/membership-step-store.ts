import { type Kysely, sql } from "kysely";
import type { Database } from "../../platform/db/open-database.ts";
import { type StepRange, stepsOf } from "./step-range-store.ts";

/** Adds the memberships a plan's steps add. Returns how many rows were written. */
export async function addMemberships(tx: Kysely<Database>, range: StepRange): Promise<number> {
  const { rows } = await sql<{ written: number }>`
    with step as (${stepsOf(range, "memberships", ["add_member"])}), written as (
      insert into membership (user_id, department_id, is_primary, user_order, department_order, origin)
      select id, other_id, (a ->> 'primary')::boolean, (a ->> 'userOrder')::integer, (a ->> 'departmentOrder')::integer, 'feishu'
      from step returning 1
    ) select count(*) as written from written`.execute(tx);
  return rows[0]?.written ?? 0;
}

/** Writes the orders that steps change. */
export async function updateMemberships(tx: Kysely<Database>, range: StepRange): Promise<number> {
  const { rows } = await sql<{ written: number }>`
    with step as (${stepsOf(range, "memberships", ["update"])}), written as (
      update membership m set is_primary = (step.a ->> 'primary')::boolean, user_order = (step.a ->> 'userOrder')::integer,
        department_order = (step.a ->> 'departmentOrder')::integer
      from step where m.user_id = step.id and m.department_id = step.other_id returning 1
    ) select count(*) as written from written`.execute(tx);
  return rows[0]?.written ?? 0;
}

/** Takes away the memberships that steps take away. */
export async function removeMemberships(tx: Kysely<Database>, range: StepRange): Promise<number> {
  const { rows } = await sql<{ written: number }>`
    with step as (${stepsOf(range, "memberships", ["remove_member"])}), written as (
      delete from membership m using step where m.user_id = step.id and m.department_id = step.other_id returning 1
    ) select count(*) as written from written`.execute(tx);
  return rows[0]?.written ?? 0;
}
