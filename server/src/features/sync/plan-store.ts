import { type Kysely, sql } from "kysely";
import type { Instant, PlanId } from "../../core/kernel/ids.ts";
import type { Change, Issue, Plan } from "../../core/sync/plan-types.ts";
import type { Database } from "../../platform/db/open-database.ts";

const BATCH = 1000;

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

/**
 * Stores a plan whole or not at all. Steps are numbered from 0, held ones behind the others, so that each of the two is one
 * range of numbers.
 */
export async function storePlan(
  db: Kysely<Database>,
  plan: Plan,
  head: PlanHead,
  connectionId: string,
  createdAt: Instant,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`
      insert into sync_plan (id, connection_id, target, directory_revision, rules_digest, changes_digest, verdict, complete,
        coverage, contact_range, summary, change_count, held_count, created_at)
      values (${head.id}::uuid, ${connectionId}::uuid, ${json(head.target)}, ${head.directoryRevision}, ${plan.base.rulesDigest},
        ${head.changesDigest}, ${json(head.verdict)}, ${head.complete}, ${json(head.coverage)}, ${json(head.range)},
        ${json(head.summary)}, ${head.changeCount}, ${head.heldCount}, ${createdAt}::timestamptz)`.execute(tx);
    await storeSteps(tx, head.id, plan.changes, 0, false);
    await storeSteps(tx, head.id, plan.held, plan.changes.length, true);
    await storeIssues(tx, head.id, plan.issues);
  });
  // The steps are joined by ranges right away; without figures the planner of a fresh table guesses badly.
  if (head.changeCount + head.heldCount > 10 * BATCH) await sql`analyze sync_change`.execute(db);
}

async function storeSteps(
  tx: Kysely<Database>,
  planId: PlanId,
  steps: readonly Change[],
  firstSeq: number,
  held: boolean,
): Promise<void> {
  for (let from = 0; from < steps.length; from += BATCH) {
    const rows = steps.slice(from, from + BATCH).map((change, at) => toRow(change, firstSeq + from + at));
    await sql`
      insert into sync_change (plan_id, seq, held, kind, verb, subject_id, department_id, label, reason, before, after)
      select ${planId}::uuid, seq, ${held}, kind, verb, subject_id, department_id, label, reason,
        nullif(before, 'null'), nullif(after, 'null')
      from json_to_recordset(${json(rows)}) as step (seq integer, kind text, verb text, subject_id uuid, department_id uuid,
        label text, reason text, before jsonb, after jsonb)`.execute(tx);
  }
}

function toRow(change: Change, seq: number) {
  const { kind, verb, reason, before, after } = change;
  const step = { seq, kind, verb, reason, before, after };
  if (kind === "memberships") return { ...step, subject_id: change.userId, department_id: change.departmentId };
  return { ...step, subject_id: change.id, label: change.label };
}

async function storeIssues(tx: Kysely<Database>, planId: PlanId, issues: readonly Issue[]): Promise<void> {
  for (let from = 0; from < issues.length; from += BATCH) {
    const rows = issues.slice(from, from + BATCH).map((issue, at) => ({ ...issue, seq: from + at }));
    await sql`
      insert into sync_issue (plan_id, seq, severity, code, kind, key, subject_id, label, detail)
      select ${planId}::uuid, seq, severity, code, kind, key, id, label, detail
      from json_to_recordset(${json(rows)}) as issue (seq integer, severity text, code text, kind text, key text, id uuid,
        label text, detail jsonb)`.execute(tx);
  }
}

/**
 * JSON as PostgreSQL takes it. Labels and details of refused records may hold U+0000, which it cannot store; they are for
 * people to read, who see the replacement character instead.
 */
function json(value: unknown) {
  const text = JSON.stringify(value);
  // Looked for first: next to no plan holds one, and a large plan is a hundred megabytes of text.
  return text.includes("\\u0000") ? text.replace(/(?<!\\)((?:\\\\)*)\\u0000/g, "$1\\ufffd") : text;
}
