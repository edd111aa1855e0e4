import { type Kysely, sql } from "kysely";
import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { OutcomeTally } from "../../core/sync/report.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { PlanTally } from "./ports.ts";

/** Counts what became of a plan's steps, from the blocks and failures their own transactions wrote. */
export async function tallyOutcomes(db: Kysely<Database>, planId: string): Promise<readonly OutcomeTally[]> {
  const { rows } = await sql<OutcomeTally>`
    select c.kind, c.verb, 'applied' as outcome, sum(c.count)::bigint as count
    from sync_block b, lateral (
      select kind, verb, count from jsonb_to_recordset(b.counts) as counted (kind text, verb text, count bigint)
      union all
      select kind, verb, 1 from sync_change step
      where b.counts is null and step.plan_id = b.plan_id and step.seq between b.first_seq and b.last_seq
        and not exists (select 1 from sync_failure f where f.plan_id = step.plan_id and f.seq = step.seq)
    ) c
    where b.plan_id = ${planId}::uuid group by c.kind, c.verb
    union all
    select c.kind, c.verb, case f.code when 'superseded' then 'superseded' else 'left_out' end as outcome, count(*)
    from sync_failure f join sync_change c on c.plan_id = f.plan_id and c.seq = f.seq
    where f.plan_id = ${planId}::uuid group by c.kind, c.verb, 3
    union all
    select c.kind, c.verb, 'held', count(*)
    from sync_plan p join sync_change c on c.plan_id = p.id and c.seq >= p.change_count
    where p.id = ${planId}::uuid
      and not exists (select 1 from sync_block b where b.plan_id = p.id and b.first_seq >= p.change_count)
      and not exists (select 1 from sync_failure f where f.plan_id = p.id and f.seq >= p.change_count)
    group by c.kind, c.verb`.execute(db);
  return rows.filter(({ count }) => count > 0);
}

/** Counts a plan's steps by what became of them, and its issues by their codes. */
export async function tallyPlan(db: Kysely<Database>, planId: string): Promise<PlanTally> {
  const { rows: changes } = await sql<PlanTally["changes"][number]>`
    with planned as (
      select kind, verb, held, count(*) as count from sync_change where plan_id = ${planId}::uuid group by kind, verb, held
    ), failed as (
      select c.kind, c.verb, c.held, count(*) as count, count(*) filter (where f.code = 'superseded') as superseded,
        count(*) filter (where exists (select 1 from sync_block b where b.plan_id = f.plan_id and f.seq between b.first_seq and b.last_seq)) as inside
      from sync_failure f join sync_change c on c.plan_id = f.plan_id and c.seq = f.seq
      where f.plan_id = ${planId}::uuid group by c.kind, c.verb, c.held
    ), reached as (
      select c.kind, c.verb, c.held, count(*) as count from sync_block b
      join sync_change c on c.plan_id = b.plan_id and c.seq between b.first_seq and b.last_seq
      where b.plan_id = ${planId}::uuid group by c.kind, c.verb, c.held
    ), sorted as (
      select kind, verb, held, p.count as planned, coalesce(f.count - f.superseded, 0) as failed,
        coalesce(f.superseded, 0) as superseded,
        coalesce(r.count, 0) - coalesce(f.inside, 0) as applied
      from planned p left join failed f using (kind, verb, held) left join reached r using (kind, verb, held)
    )
    select kind, verb, outcome, sum(count) as count from sorted, lateral (values ('applied', applied), ('failed', failed),
      ('superseded', superseded),
      (case when held then 'held' else 'planned' end, planned - applied - failed - superseded)) as told (outcome, count)
    where count > 0 group by kind, verb, outcome order by kind, verb, outcome`.execute(db);
  const { rows: issues } = await sql<PlanTally["issues"][number]>`
    select severity, code, kind, count(*) as count from sync_issue where plan_id = ${planId}::uuid
    group by severity, code, kind order by count(*) desc, code, kind`.execute(db);
  return { changes: changes.map((row) => ({ ...row, count: Number(row.count) })), issues };
}

/** The records a run left out, as far as Feishu's ids name them. */
export interface FailedRecords {
  readonly users: readonly OpenId[];
  readonly departments: readonly OpenDepartmentId[];
  /** Records that have no Feishu id we know: only a full run reaches them. */
  readonly unnamed: number;
}

/** Finds what failed: steps that were left out, and records the planner refused. */
export async function readFailedRecords(db: Kysely<Database>, planId: string): Promise<FailedRecords> {
  const { rows } = await sql<{ kind: string; open_id: string | null }>`
    with failed as (
      select c.kind, c.subject_id, c.after #>> '{link,openId}' as user_link, c.after #>> '{link,openDepartmentId}' as department_link
      from sync_failure f join sync_change c on c.plan_id = f.plan_id and c.seq = f.seq
      where f.plan_id = ${planId}::uuid and f.code <> 'superseded'
      union all
      select kind, subject_id, null, case when kind = 'departments' then key end from sync_issue
      where plan_id = ${planId}::uuid and severity = 'error'
    ), connection as (select connection_id as id from sync_plan where id = ${planId}::uuid)
    select distinct failed.kind, case when failed.kind = 'departments'
      then coalesce(department_link, (select open_department_id from department_link l, connection
        where l.department_id = subject_id and l.connection_id = connection.id))
      else coalesce(user_link, (select open_id from linked_identity l, connection
        where l.user_id = subject_id and l.connection_id = connection.id), (select planned.after #>> '{link,openId}'
        from sync_change planned where planned.plan_id = ${planId}::uuid and planned.kind = 'users' and planned.verb = 'create'
          and planned.subject_id = failed.subject_id)) end as open_id
    from failed`.execute(db);
  return {
    users: rows.flatMap(({ kind, open_id }) => (kind !== "departments" && open_id !== null ? [open_id as OpenId] : [])),
    departments: rows.flatMap(({ kind, open_id }) =>
      kind === "departments" && open_id !== null ? [open_id as OpenDepartmentId] : [],
    ),
    unnamed: rows.filter(({ open_id }) => open_id === null).length,
  };
}
