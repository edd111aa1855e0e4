import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { patched, type StepRange, stepsOf } from "./step-range-store.ts";

const leaderIds = sql`array(select value::uuid from jsonb_array_elements_text(step.a -> 'leaderIds') with ordinality as leader (value, at) order by at)`;

/** Creates the departments a plan's steps create. Returns how many rows were written. */
export async function createDepartments(tx: Kysely<Database>, range: StepRange, now: Instant): Promise<number> {
  const { rows } = await sql<{ written: number }>`
    with step as (${stepsOf(range, "departments", ["create"])}), written as (
      insert into department (id, name, parent_id, sort_order, leader_ids, origin, created_at, updated_at)
      select id, a ->> 'name', (a ->> 'parentId')::uuid, (a ->> 'order')::integer, ${leaderIds}, 'feishu',
        ${now}::timestamptz, ${now}::timestamptz
      from step returning 1
    ) select count(*) as written from written`.execute(tx);
  return rows[0]?.written ?? 0;
}

/** Writes the fields that steps with one of the verbs change. A department stands in at most one of them. */
export async function updateDepartments(
  tx: Kysely<Database>,
  range: StepRange,
  verbs: readonly string[],
  now: Instant,
): Promise<number> {
  const { rows } = await sql<{ written: number }>`
    with step as (${stepsOf(range, "departments", verbs)}), written as (
      update department d set
        name = ${patched("name", sql`step.a ->> 'name'`, sql`d.name`)},
        parent_id = ${patched("parentId", sql`(step.a ->> 'parentId')::uuid`, sql`d.parent_id`)},
        sort_order = ${patched("order", sql`(step.a ->> 'order')::integer`, sql`d.sort_order`)},
        leader_ids = ${patched("leaderIds", leaderIds, sql`d.leader_ids`)},
        status = ${patched("status", sql`step.a ->> 'status'`, sql`d.status`)},
        pin = ${patched("pin", sql`nullif(step.a -> 'pin', 'null')`, sql`d.pin`)},
        deleted_at = ${patched("status", sql`case when step.a ->> 'status' = 'deleted' then ${now}::timestamptz end`, sql`d.deleted_at`)},
        updated_at = ${now}::timestamptz
      from step where d.id = step.id returning 1
    ) select count(*) as written from written`.execute(tx);
  return rows[0]?.written ?? 0;
}

/** Writes the links to one connection that steps with one of the verbs make, change, bury or take away. */
export async function writeDepartmentLinks(
  tx: Kysely<Database>,
  range: StepRange,
  verbs: readonly string[],
  connectionId: string,
  now: Instant,
): Promise<void> {
  const steps = stepsOf(range, "departments", verbs);
  await sql`
    with step as (${steps})
    insert into department_link as l (department_id, connection_id, open_department_id, feishu_department_id, unlinked_at, linked_at)
    select id, ${connectionId}::uuid, a -> 'link' ->> 'openDepartmentId', a -> 'link' ->> 'feishuDepartmentId',
      case when (a -> 'link' ->> 'tombstone')::boolean then ${now}::timestamptz end, ${now}::timestamptz
    from step where jsonb_typeof(a -> 'link') = 'object'
    on conflict (connection_id, department_id) do update set
      open_department_id = excluded.open_department_id, feishu_department_id = excluded.feishu_department_id,
      unlinked_at = excluded.unlinked_at,
      linked_at = case when l.unlinked_at is not null and excluded.unlinked_at is null then excluded.linked_at else l.linked_at end
  `.execute(tx);
  if (verbs.includes("create")) return;
  await sql`
    with step as (${steps})
    delete from department_link l using step
    where l.department_id = step.id and l.connection_id = ${connectionId}::uuid and jsonb_typeof(step.a -> 'link') = 'null'
  `.execute(tx);
}
