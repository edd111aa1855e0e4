import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { patched, type StepRange, stepsOf } from "./step-range-store.ts";

/**
 * Creates the users a plan's steps create, with the initial password if the configuration names one; they have to change it
 * (product.md 5.11). Returns how many rows were written.
 */
export async function createUsers(tx: Kysely<Database>, range: StepRange, now: Instant): Promise<number> {
  const { rows } = await sql<{ written: number }>`
    with step as (${stepsOf(range, "users", ["create"])}), written as (
      insert into directory_user (id, username, name, nickname, email, mobile, employee_no, job_title, leader_id, attributes,
        status, disabled_by, origin, created_at, updated_at, password_hash, password_must_change)
      select id, a ->> 'username', a ->> 'name', a ->> 'nickname', a ->> 'email', a ->> 'mobile', a ->> 'employeeNo',
        a ->> 'jobTitle', (a ->> 'leaderId')::uuid, a -> 'attributes', a ->> 'status', a ->> 'disabledBy', 'feishu',
        ${now}::timestamptz, ${now}::timestamptz, (select password_hash from initial_password),
        exists (select 1 from initial_password)
      from step returning 1
    ) select count(*) as written from written`.execute(tx);
  return rows[0]?.written ?? 0;
}

/** Writes the fields that steps with one of the verbs change. A user stands in at most one of them. */
export async function updateUsers(
  tx: Kysely<Database>,
  range: StepRange,
  verbs: readonly string[],
  now: Instant,
): Promise<number> {
  const text = (key: string, column: string) =>
    sql`${sql.ref(column)} = ${patched(key, sql`step.a ->> ${sql.lit(key)}`, sql.ref(`u.${column}`))}`;
  const { rows } = await sql<{ written: number }>`
    with step as (${stepsOf(range, "users", verbs)}), written as (
      update directory_user u set ${text("name", "name")}, ${text("nickname", "nickname")}, ${text("email", "email")},
        ${text("mobile", "mobile")}, ${text("employeeNo", "employee_no")}, ${text("jobTitle", "job_title")},
        leader_id = ${patched("leaderId", sql`(step.a ->> 'leaderId')::uuid`, sql`u.leader_id`)},
        attributes = ${patched("attributes", sql`step.a -> 'attributes'`, sql`u.attributes`)},
        ${text("status", "status")}, ${text("disabledBy", "disabled_by")},
        pin = ${patched("pin", sql`nullif(step.a -> 'pin', 'null')`, sql`u.pin`)},
        deleted_at = ${patched("status", sql`case when step.a ->> 'status' = 'deleted' then ${now}::timestamptz end`, sql`u.deleted_at`)},
        updated_at = ${now}::timestamptz
      from step where u.id = step.id returning 1
    ) select count(*) as written from written`.execute(tx);
  return rows[0]?.written ?? 0;
}

/** Makes the links of users that steps create. They are new with their users, so nothing can be in their way but a fault. */
export async function createUserLinks(
  tx: Kysely<Database>,
  range: StepRange,
  connectionId: string,
  now: Instant,
): Promise<void> {
  await sql`
    with step as (${stepsOf(range, "users", ["create"])})
    insert into linked_identity (user_id, connection_id, union_id, open_id, feishu_user_id, linked_at)
    select id, ${connectionId}::uuid, a -> 'link' ->> 'unionId', a -> 'link' ->> 'openId', a -> 'link' ->> 'feishuUserId',
      ${now}::timestamptz
    from step`.execute(tx);
}

/** Writes the links to one connection that steps with one of the verbs make, change, bury or take away. */
export async function writeUserLinks(
  tx: Kysely<Database>,
  range: StepRange,
  verbs: readonly string[],
  connectionId: string,
  now: Instant,
): Promise<void> {
  const steps = stepsOf(range, "users", verbs);
  await sql`
    with step as (${steps})
    insert into linked_identity as l (user_id, connection_id, union_id, open_id, feishu_user_id, unlinked_at, linked_at)
    select id, ${connectionId}::uuid, a -> 'link' ->> 'unionId', a -> 'link' ->> 'openId', a -> 'link' ->> 'feishuUserId',
      case when (a -> 'link' ->> 'tombstone')::boolean then ${now}::timestamptz end, ${now}::timestamptz
    from step where jsonb_typeof(a -> 'link') = 'object'
    on conflict (connection_id, user_id) do update set
      union_id = excluded.union_id, open_id = excluded.open_id, feishu_user_id = excluded.feishu_user_id,
      unlinked_at = excluded.unlinked_at,
      linked_at = case when l.unlinked_at is not null and excluded.unlinked_at is null then excluded.linked_at else l.linked_at end
  `.execute(tx);
  await sql`
    with step as (${steps})
    delete from linked_identity l using step
    where l.user_id = step.id and l.connection_id = ${connectionId}::uuid and jsonb_typeof(step.a -> 'link') = 'null'
  `.execute(tx);
}
