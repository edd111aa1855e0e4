import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant, PlanId, RunId } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Counts } from "../../core/sync/plan-types.ts";
import type { Coverage, SyncTarget } from "../../core/sync/snapshot.ts";
import { emptyCounts } from "../../core/sync/summary.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { RunFilter, RunInHistory, RunProgress, RunReason, RunStatus, RunTrigger, SyncRun } from "./ports.ts";

/** A run with what only the use cases need. */
export interface StoredRun extends SyncRun {
  readonly connectionId: string;
}

interface Row {
  id: number;
  connection_id: string;
  trigger: RunTrigger;
  requested_by: Actor;
  target: SyncTarget;
  status: RunStatus;
  progress: RunProgress;
  plan_id: PlanId | null;
  changes_digest: string | null;
  held_count: number | null;
  counts: Counts | null;
  coverage: Coverage | null;
  reasons: RunReason[];
  reverts_run_id: number | null;
  retries_run_id: number | null;
  decided_by: Actor | null;
  decided_at: Date | null;
  started_at: Date;
  finished_at: Date | null;
}

/** Reads runs for people and use cases. */
export interface RunReader {
  /** Newest first; looks that succeeded only where their trigger is asked for. Undefined when the cursor is not of this list. */
  list(filter: RunFilter, page: PageQuery): Promise<Page<SyncRun> | undefined>;
  find(id: RunId): Promise<StoredRun | undefined>;
  latest(): Promise<StoredRun | undefined>;
  /** In short, newest first, without looks; what a run read, which may be much, is left where it is. */
  history(limit: number): Promise<RunInHistory[]>;
  /** The run of a connection that waits on these very changes. */
  findWaiting(connectionId: string, changesDigest: string): Promise<StoredRun | undefined>;
}

/** A look at what events named: there may be thousands a day, and the last sync that people ask for is another one. */
const LOOK = sql`(r.trigger = 'event' and r.target ->> 'kind' <> 'all')`;

export function makeRunReader(db: Kysely<Database>): RunReader {
  const read = async (tail: RawBuilder<unknown>) => {
    const { rows } = await sql<Row>`
      select r.id, r.connection_id, r.trigger, r.requested_by, r.target, r.status, r.progress, r.plan_id, p.changes_digest,
        p.held_count, r.counts, r.coverage, r.reasons, r.reverts_run_id, r.retries_run_id, r.decided_by, r.decided_at,
        r.started_at, r.finished_at
      from sync_run r left join sync_plan p on p.id = r.plan_id ${tail}`.execute(db);
    return rows.map(toRun);
  };
  return {
    async list(filter, { limit, cursor }) {
      if (cursor !== null && !isRunId(cursor)) return undefined;
      const conditions = [sql`true`];
      if (cursor !== null) conditions.push(sql`r.id < ${cursor}::bigint`);
      if (filter.status) conditions.push(sql`r.status = ${filter.status}`);
      if (filter.trigger) conditions.push(sql`r.trigger = ${filter.trigger}`);
      else conditions.push(sql`not (${LOOK} and r.status = 'succeeded')`);
      const runs = await read(sql`where ${sql.join(conditions, sql` and `)} order by r.id desc limit ${limit + 1}`);
      const items = runs.slice(0, limit);
      return { items, nextCursor: runs.length > limit ? (items.at(-1)?.id ?? null) : null, total: null };
    },
    find: async (id) => (isRunId(id) ? (await read(sql`where r.id = ${id}::bigint`))[0] : undefined),
    latest: async () => (await read(sql`where not ${LOOK} order by r.id desc limit 1`))[0],
    async history(limit) {
      const { rows } = await sql<Pick<Row, "id" | "trigger" | "status" | "counts" | "started_at" | "finished_at">>`
        select id, trigger, status, counts, started_at, finished_at from sync_run r where not ${LOOK}
        order by id desc limit ${limit}`.execute(db);
      return rows.map(({ id, trigger, status, counts, started_at, finished_at }) => ({
        id: String(id) as RunId,
        trigger,
        status,
        counts: counts ?? emptyCounts(),
        startedAt: started_at.toISOString() as Instant,
        finishedAt: (finished_at?.toISOString() ?? null) as Instant | null,
      }));
    },
    async findWaiting(connectionId, changesDigest) {
      const same = sql`r.connection_id = ${connectionId}::uuid and p.changes_digest = ${changesDigest}`;
      return (await read(sql`where ${same} and r.status = 'waiting_for_approval' order by r.id desc limit 1`))[0];
    },
  };
}

/** Run ids are row numbers as text. */
function isRunId(text: string): boolean {
  return /^[0-9]{1,18}$/.test(text);
}

function toRun(row: Row): StoredRun {
  const undecided = row.status === "waiting_for_approval" || row.status === "rejected";
  return {
    id: String(row.id) as RunId,
    connectionId: row.connection_id,
    trigger: row.trigger,
    requestedBy: row.requested_by,
    target: row.target,
    status: row.status,
    progress: row.progress,
    planId: row.plan_id,
    changesDigest: row.changes_digest,
    // Once approved they are held no more.
    heldCount: undecided ? (row.held_count ?? 0) : 0,
    counts: row.counts ?? emptyCounts(),
    coverage: row.coverage,
    reasons: row.reasons,
    revertsRunId: row.reverts_run_id === null ? null : (String(row.reverts_run_id) as RunId),
    retriesRunId: row.retries_run_id === null ? null : (String(row.retries_run_id) as RunId),
    decidedBy: row.decided_by,
    decidedAt: (row.decided_at?.toISOString() ?? null) as Instant | null,
    startedAt: row.started_at.toISOString() as Instant,
    finishedAt: (row.finished_at?.toISOString() ?? null) as Instant | null,
  };
}
