import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Instant, PlanId, RunId } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Change, Counts, Issue, Verdict } from "../../core/sync/plan-types.ts";
import type { ContactRange, Coverage, SyncTarget } from "../../core/sync/snapshot.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { isUuid } from "../directory/index.ts";
import type { ChangeFilter, ChangeRow, IssueFilter, RunReason, StoredPlan } from "./ports.ts";

const EXPORT_BATCH = 1000;

/** The verbs behind each word of the console's tiles. Joining or leaving a department is an update of the person. */
const VERBS_OF: Readonly<Record<NonNullable<ChangeFilter["action"]>, readonly Change["verb"][]>> = {
  create: ["create"],
  update: ["update", "move", "link", "reactivate", "add_member", "remove_member"],
  disable: ["deactivate"],
  delete: ["remove"],
};

/** A stored plan with what only the use cases need. */
export interface FoundPlan extends StoredPlan {
  readonly range: ContactRange;
  readonly connectionId: string;
  readonly rulesDigest: string;
}

/** Reads stored plans: their head, their steps with what became of each, and their issues. */
export interface PlanReader {
  find(id: PlanId): Promise<FoundPlan | undefined>;
  /** Undefined when the cursor is not of this list. */
  readChanges(id: PlanId, filter: ChangeFilter, page: PageQuery): Promise<Page<ChangeRow> | undefined>;
  exportChanges(id: PlanId, filter: ChangeFilter): AsyncIterable<ChangeRow>;
  readIssues(id: PlanId, filter: IssueFilter, page: PageQuery): Promise<Page<Issue> | undefined>;
}

export function makePlanReader(db: Kysely<Database>): PlanReader {
  return {
    async find(id) {
      if (!isUuid(id)) return undefined;
      const { rows } = await sql<PlanRow>`
        select p.*, r.id as run_id, r.reverts_run_id is not null as reverts, v.reasons as notes
        from sync_plan p left join sync_preview v on v.plan_id = p.id
          left join lateral (select id, reverts_run_id from sync_run where plan_id = p.id order by id limit 1) r on true
        where p.id = ${id}::uuid`.execute(db);
      return rows[0] && toPlan(rows[0]);
    },
    async readChanges(id, filter, { limit, cursor }) {
      if (cursor !== null && !isSeq(cursor)) return undefined;
      const rows = await selectChanges(db, id, filter, cursor === null ? -1 : Number(cursor), limit + 1);
      return toPage(rows, limit, ({ seq }) => seq);
    },
    async *exportChanges(id, filter) {
      for (let last = -1; ; ) {
        const rows: ChangeRow[] = await selectChanges(db, id, filter, last, EXPORT_BATCH);
        yield* rows;
        if (rows.length < EXPORT_BATCH) return;
        last = rows.at(-1)?.seq ?? last;
      }
    },
    async readIssues(id, filter, { limit, cursor }) {
      if (cursor !== null && !isSeq(cursor)) return undefined;
      const conditions = [sql`plan_id = ${id}::uuid`, sql`seq > ${cursor === null ? -1 : Number(cursor)}::integer`];
      if (filter.severity) conditions.push(sql`severity = ${filter.severity}`);
      if (filter.code) conditions.push(sql`code = ${filter.code}`);
      if (filter.kind) conditions.push(sql`kind = ${filter.kind}`);
      const { rows } = await sql<Issue & { seq: number }>`
        select seq, severity, code, kind, key, subject_id as id, label, detail from sync_issue
        where ${sql.join(conditions, sql` and `)} order by seq limit ${limit + 1}`.execute(db);
      const page = toPage(rows, limit, ({ seq }) => seq);
      return { ...page, items: page.items.map(({ seq: _, ...issue }) => issue) };
    },
  };
}

interface PlanRow {
  id: PlanId;
  connection_id: string;
  rules_digest: string;
  run_id: number | null;
  reverts: boolean;
  notes: RunReason[] | null;
  target: SyncTarget;
  directory_revision: number;
  complete: boolean;
  coverage: Coverage;
  contact_range: ContactRange;
  summary: Counts;
  verdict: Verdict;
  changes_digest: string;
  change_count: number;
  held_count: number;
  created_at: Date;
}

function toPlan(row: PlanRow): FoundPlan {
  return {
    id: row.id,
    target: row.target,
    directoryRevision: row.directory_revision,
    complete: row.complete,
    coverage: row.coverage,
    range: row.contact_range,
    summary: row.summary,
    verdict: row.verdict,
    changesDigest: row.changes_digest,
    changeCount: row.change_count,
    heldCount: row.held_count,
    createdAt: row.created_at.toISOString() as Instant,
    connectionId: row.connection_id,
    rulesDigest: row.rules_digest,
    runId: row.run_id === null ? null : (String(row.run_id) as RunId),
    reverts: row.reverts,
    notes: row.notes ?? [],
  };
}

interface Row extends Omit<ChangeRow, "failure"> {
  failure_code: string | null;
  failure_message: string | null;
}

/** A membership is labelled with its user's name, as planned where the user is new. */
const label = sql`coalesce(c.label, (select name from directory_user u where u.id = c.subject_id),
  (select label from sync_change n where n.plan_id = c.plan_id and n.subject_id = c.subject_id and n.kind = 'users' limit 1), '')`;
const departmentLabel = sql`coalesce((select name from department d where d.id = c.department_id),
  (select label from sync_change n where n.plan_id = c.plan_id and n.subject_id = c.department_id and n.kind = 'departments' limit 1))`;
const outcome = sql`case when f.code = 'superseded' then 'superseded' when f.code is not null then 'failed'
  when exists (select 1 from sync_block b where b.plan_id = c.plan_id and c.seq between b.first_seq and b.last_seq) then 'applied'
  when c.held then 'held' else 'planned' end`;

async function selectChanges(
  db: Kysely<Database>,
  id: PlanId,
  filter: ChangeFilter,
  after: number,
  limit: number,
): Promise<ChangeRow[]> {
  const conditions: RawBuilder<unknown>[] = [sql`c.plan_id = ${id}::uuid`, sql`c.seq > ${after}::integer`];
  if (filter.kind) conditions.push(sql`c.kind = ${filter.kind}`);
  if (filter.verb) conditions.push(sql`c.verb = ${filter.verb}`);
  if (filter.action) conditions.push(sql`c.verb = any(${[...VERBS_OF[filter.action]]}::text[])`);
  // Failures are few and have a table of their own; the other outcomes are told by the blocks.
  if (filter.outcome === "failed") conditions.push(sql`f.code <> 'superseded'`);
  else if (filter.outcome) conditions.push(sql`${outcome} = ${filter.outcome}`);
  if (filter.text)
    conditions.push(sql`strpos(lower(${label}), ${filter.text.replaceAll("\0", "\ufffd").toLowerCase()}) > 0`);
  const { rows } = await sql<Row>`
    select c.seq, c.kind, c.verb, c.subject_id as "subjectId", c.department_id as "departmentId", ${label} as label,
      ${departmentLabel} as "departmentLabel", c.reason, c.before, c.after, ${outcome} as outcome,
      f.code as failure_code, f.message as failure_message
    from sync_change c left join sync_failure f on f.plan_id = c.plan_id and f.seq = c.seq
    where ${sql.join(conditions, sql` and `)} order by c.seq limit ${limit}`.execute(db);
  return rows.map(({ failure_code, failure_message, ...row }) => ({
    ...row,
    failure:
      failure_code === null || row.outcome === "superseded"
        ? null
        : { code: failure_code, message: failure_message ?? "" },
  }));
}

function isSeq(cursor: string): boolean {
  return /^[0-9]{1,9}$/.test(cursor);
}

function toPage<Item>(rows: readonly Item[], limit: number, placeOf: (item: Item) => number): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? String(placeOf(last)) : null, total: null };
}
