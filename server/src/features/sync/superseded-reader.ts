import { type Kysely, sql } from "kysely";
import type { RunId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";

/**
 * Finds the steps of a range whose record an event had looked at since the reading of the plan began: what was read for them is
 * older than what the directory was told. Looks of the run itself do not count. Only while looks are kept out is the answer still
 * true when it is used.
 */
export async function findSuperseded(
  tx: Kysely<Database>,
  run: { readonly planId: string; readonly runId: RunId; readonly connectionId: string },
  firstSeq: number,
  lastSeq: number,
): Promise<number[]> {
  const { rows: looked } = await sql<{ open_id: string | null; open_department_id: string | null }>`
    select distinct target ->> 'openId' as open_id, target ->> 'openDepartmentId' as open_department_id
    from received_event where connection_id = ${run.connectionId}::uuid and looked
      and handled_at >= (select read_from from sync_plan where id = ${run.planId}::uuid)
      and run_id is distinct from ${run.runId}::bigint`.execute(tx);
  if (looked.length === 0) return [];
  const people = looked.flatMap(({ open_id }) => (open_id === null ? [] : [open_id]));
  const departments = looked.flatMap(({ open_department_id }) =>
    open_department_id === null ? [] : [open_department_id],
  );
  // Who is to be created has no link yet; the step that creates them tells it.
  const { rows } = await sql<{ seq: number }>`
    with person as (
      select user_id as id from linked_identity where connection_id = ${run.connectionId}::uuid and open_id = any(${people}::text[])
      union select subject_id from sync_change where plan_id = ${run.planId}::uuid and kind = 'users' and verb = 'create'
        and after #>> '{link,openId}' = any(${people}::text[])
    ), place as (
      select department_id as id from department_link
      where connection_id = ${run.connectionId}::uuid and open_department_id = any(${departments}::text[])
      union select subject_id from sync_change where plan_id = ${run.planId}::uuid and kind = 'departments' and verb = 'create'
        and after #>> '{link,openDepartmentId}' = any(${departments}::text[])
    )
    select seq from sync_change where plan_id = ${run.planId}::uuid and seq between ${firstSeq} and ${lastSeq}
      and case kind when 'departments' then subject_id in (select id from place) else subject_id in (select id from person) end
    order by seq`.execute(tx);
  return rows.map(({ seq }) => seq);
}
