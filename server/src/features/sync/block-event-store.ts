import { type Kysely, sql } from "kysely";
import type { RunId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { StepRange } from "../directory/index.ts";

/** Reads which events somebody wants now: a first sync makes several for each person, and writing them only to drop them is dear. */
export type ReadWantedTopics = (tx: Kysely<Database>) => Promise<readonly string[]>;

/**
 * Writes what a block changed as events, one an object, in one statement; in the transaction of the block. Memberships count as their user's.
 * An update's `changed` names
 * fields as the directory has them; what nobody outside sees (a pin, who disabled somebody) is not named, and alone no event.
 *
 * @param revision the directory's revision with this block
 */
export async function appendBlockEvents(
  tx: Kysely<Database>,
  range: StepRange,
  wanted: readonly string[],
  { runId, revision }: { readonly runId: RunId; readonly revision: number },
): Promise<void> {
  const kinds = [
    ...(wanted.some((topic) => topic.startsWith("user.")) ? ["users"] : []),
    ...(wanted.some((topic) => topic.startsWith("department.")) ? ["departments"] : []),
    ...(wanted.includes("user.updated") ? ["memberships"] : []),
  ];
  if (kinds.length === 0) return;
  const { planId, firstSeq, lastSeq, leftOut } = range;
  await sql`
    with step as (
      select seq, kind, verb, subject_id, after from sync_change
      where plan_id = ${planId}::uuid and seq between ${firstSeq} and ${lastSeq} and seq <> all(${[...leftOut]}::integer[])
        and kind = any(${kinds}::text[])
    ), record as (
      select seq, kind, verb, subject_id, case when verb in ('update', 'move', 'link') then array(
        select key from jsonb_object_keys(after) as key where key <> all(array['pin', 'disabledBy'])) end as changed
      from step where kind <> 'memberships'
    ), placed as (
      select min(seq) as seq, subject_id from step where kind = 'memberships' group by subject_id
    ), event as (
      select r.seq, case r.kind when 'users' then 'user.' else 'department.' end || case r.verb when 'create' then 'created'
          when 'deactivate' then 'disabled' when 'remove' then 'deleted' when 'reactivate' then 'restored' else 'updated' end as topic,
        case r.kind when 'users' then 'userId' else 'departmentId' end as id_key, r.subject_id,
        case when p.subject_id is null or r.changed is null then r.changed else array_append(r.changed, 'departments') end as changed
      from record r left join placed p on r.kind = 'users' and p.subject_id = r.subject_id
      union all
      select p.seq, 'user.updated', 'userId', p.subject_id, array['departments']
      from placed p where not exists (select 1 from record r where r.kind = 'users' and r.subject_id = p.subject_id)
    )
    insert into outbox (topic, payload)
    select topic, jsonb_build_object(id_key, subject_id, 'changed', changed, 'revision', ${revision}::bigint, 'runId', ${runId}::text)
    from event where (changed is null or changed <> '{}') and topic = any(${[...wanted]}::text[]) order by seq`.execute(
    tx,
  );
}
