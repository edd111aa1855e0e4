import { type Kysely, sql } from "kysely";
import type { PoolClient } from "pg";
import type { Instant, PlanId } from "../../core/kernel/ids.ts";
import type { Change, Issue, Plan } from "../../core/sync/plan-types.ts";
import { copyRows } from "../../platform/db/copy-rows.ts";
import type { Database, OpenDatabase } from "../../platform/db/open-database.ts";
import { storable } from "./storable.ts";

/** From so many steps on, the database's figures are worth refreshing. */
const LARGE = 10_000;

/** What is known of a stored plan without its steps. */
export interface PlanHead extends Omit<Plan, "schemaVersion" | "base" | "changes" | "held" | "issues"> {
  readonly id: PlanId;
  readonly directoryRevision: number;
  readonly changeCount: number;
  readonly heldCount: number;
}

/** The head of a plan. */
export function headOf(id: PlanId, plan: Plan): PlanHead {
  const { target, coverage, complete, range, summary, verdict, changesDigest } = plan;
  return {
    id,
    target,
    coverage,
    complete,
    range,
    summary,
    verdict,
    changesDigest,
    directoryRevision: plan.base.directoryRevision,
    changeCount: plan.changes.length,
    heldCount: plan.held.length,
  };
}

const stepColumns = {
  plan_id: "value",
  seq: "value",
  held: "value",
  kind: "value",
  verb: "value",
  subject_id: "value",
  department_id: "value",
  label: "value",
  reason: "value",
  before: "json",
  after: "json",
} as const;

const issueColumns = {
  plan_id: "value",
  seq: "value",
  severity: "value",
  code: "value",
  kind: "value",
  key: "value",
  subject_id: "value",
  label: "value",
  detail: "json",
} as const;

/** Where a plan comes from. */
export interface PlanOrigin {
  readonly connectionId: string;
  /** When its reading began, by the database's clock, as text that loses nothing of it; null: nothing was read. */
  readonly readFrom: string | null;
  readonly createdAt: Instant;
}

/** The database's clock: what is written and what is read are told apart by it, whatever the processes' clocks say. */
export async function readTime(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ time: string }>`select clock_timestamp()::text as time`.execute(db);
  return rows[0]?.time ?? "";
}

/**
 * Stores a plan whole or not at all. Steps are numbered from 0, held ones behind the others, so that each of the two is one
 * range of numbers.
 */
export async function storePlan(
  database: Pick<OpenDatabase, "pool">,
  plan: Plan,
  head: PlanHead,
  origin: PlanOrigin,
): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query("begin");
    // One COPY carries the whole plan; a large one takes longer than any statement of a request may.
    await client.query("set local statement_timeout = 0");
    await storeHead(client, plan, head, origin);
    await copyRows(client, "sync_change", stepColumns, stepRows(head.id, plan));
    await copyRows(client, "sync_issue", issueColumns, issueRows(head.id, plan.issues));
    await client.query("commit");
    // The steps are joined by ranges right away; without figures the planner of a fresh table guesses badly.
    if (head.changeCount + head.heldCount > LARGE) await client.query("analyze sync_change");
    client.release();
  } catch (error) {
    // Closing the connection takes the transaction back even where the connection is in a bad way.
    client.release(true);
    throw error;
  }
}

async function storeHead(
  client: PoolClient,
  plan: Plan,
  head: PlanHead,
  { connectionId, readFrom, createdAt }: PlanOrigin,
): Promise<void> {
  const json = (value: unknown) => JSON.stringify(storable(value));
  await client.query(
    `insert into sync_plan (id, connection_id, target, directory_revision, rules_digest, changes_digest, verdict, complete,
       coverage, contact_range, summary, change_count, held_count, created_at, read_from)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, coalesce($15::timestamptz, now()))`,
    [
      head.id,
      connectionId,
      json(head.target),
      head.directoryRevision,
      plan.base.rulesDigest,
      head.changesDigest,
      json(head.verdict),
      head.complete,
      json(head.coverage),
      json(head.range),
      json(head.summary),
      head.changeCount,
      head.heldCount,
      createdAt,
      readFrom,
    ],
  );
}

function* stepRows(planId: PlanId, plan: Plan) {
  let seq = 0;
  for (const change of plan.changes) yield toRow(planId, seq++, false, change);
  for (const change of plan.held) yield toRow(planId, seq++, true, change);
}

function toRow(planId: PlanId, seq: number, held: boolean, change: Change) {
  const { kind, verb, reason, before, after } = change;
  const membership = kind === "memberships";
  return {
    plan_id: planId,
    seq,
    held,
    kind,
    verb,
    subject_id: membership ? change.userId : change.id,
    department_id: membership ? change.departmentId : null,
    label: membership ? null : change.label,
    reason,
    before,
    after,
  };
}

function* issueRows(planId: PlanId, issues: readonly Issue[]) {
  let seq = 0;
  for (const issue of issues) {
    // Names of refused records may hold what the database cannot; people who read them see the replacement character.
    const { id, ...rest } = storable(issue);
    yield { ...rest, plan_id: planId, seq: seq++, subject_id: id };
  }
}
