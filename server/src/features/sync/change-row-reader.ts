import { type Kysely, sql } from "kysely";
import type { Change } from "../../core/sync/plan-types.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** A stored step, as the core knows it, with its place in the plan. */
export interface StoredChange {
  readonly seq: number;
  readonly change: Change;
}

interface Row {
  seq: number;
  kind: Change["kind"];
  verb: Change["verb"];
  subject_id: string;
  department_id: string | null;
  label: string | null;
  reason: Change["reason"];
  before: unknown;
  after: unknown;
}

const columns = sql`c.seq, c.kind, c.verb, c.subject_id, c.department_id, c.label, c.reason, c.before, c.after`;

/** Reads a range of a plan's steps, ends included. */
export async function readSteps(
  db: Kysely<Database>,
  planId: string,
  firstSeq: number,
  lastSeq: number,
): Promise<StoredChange[]> {
  const { rows } = await sql<Row>`
    select ${columns} from sync_change c
    where c.plan_id = ${planId}::uuid and c.seq between ${firstSeq} and ${lastSeq} order by c.seq`.execute(db);
  return rows.map(toStoredChange);
}

/** Reads the steps a run applied, in their order; for one user only theirs when one is given. */
export async function readAppliedSteps(
  db: Kysely<Database>,
  runId: string,
  userId: string | null,
): Promise<StoredChange[]> {
  const whose = userId === null ? sql`true` : sql`c.kind <> 'departments' and c.subject_id = ${userId}::uuid`;
  const { rows } = await sql<Row>`
    select ${columns} from sync_block b
    join sync_change c on c.plan_id = b.plan_id and c.seq between b.first_seq and b.last_seq
    where b.run_id = ${runId}::bigint and ${whose}
      and not exists (select 1 from sync_failure f where f.plan_id = c.plan_id and f.seq = c.seq)
    order by c.seq`.execute(db);
  return rows.map(toStoredChange);
}

/** The columns were written from a `Change` and constrained since; this puts the same pieces together again. */
function toStoredChange(row: Row): StoredChange {
  const { seq, kind, verb, reason, before, after } = row;
  const step = { kind, verb, reason, before, after };
  const change =
    kind === "memberships"
      ? { ...step, userId: row.subject_id, departmentId: row.department_id }
      : { ...step, id: row.subject_id, label: row.label };
  return { seq, change: change as unknown as Change };
}

/** Tells whether a run applied anything, to one user when one is given. */
export async function hasAppliedSteps(db: Kysely<Database>, runId: string, userId: string | null): Promise<boolean> {
  const whose = userId === null ? sql`true` : sql`c.kind <> 'departments' and c.subject_id = ${userId}::uuid`;
  const { rows } = await sql`
    select 1 from sync_block b
    join sync_change c on c.plan_id = b.plan_id and c.seq between b.first_seq and b.last_seq
    where b.run_id = ${runId}::bigint and ${whose}
      and not exists (select 1 from sync_failure f where f.plan_id = c.plan_id and f.seq = c.seq) limit 1`.execute(db);
  return rows.length > 0;
}
