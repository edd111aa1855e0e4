import { type Kysely, sql } from "kysely";
import type { Instant, RunId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { type StepCount, writeSteps } from "../directory/index.ts";
import { appendBlockEvents, type ReadWantedTopics } from "./block-event-store.ts";
import { keepLooksOut } from "./live-lock-store.ts";
import { findMoved } from "./moved-steps-reader.ts";
import { RunStopped } from "./run-progress-store.ts";
import { findSuperseded } from "./superseded-reader.ts";

/** What every block of one application has in common. */
export interface Application {
  readonly planId: string;
  readonly runId: RunId;
  readonly connectionId: string;
  /** An operator approved these steps: their removals do not count for the guard (product.md 5.3 a). */
  readonly approved: boolean;
  /** A reverted run's plan: withdrawing what that run created does not count either (product.md 5.6). */
  readonly revertsPlanId: string | null;
  /** A look by an event: its consumer keeps other runs' blocks out for as long as the look lasts. */
  readonly look: boolean;
}

export interface Block {
  readonly firstSeq: number;
  /** Inclusive. */
  readonly lastSeq: number;
  /** The revision the steps were planned on, with our own bumps; `null`: do not rely on it, look at every record. */
  readonly revision: number | null;
  readonly now: Instant;
}

export interface BlockOutcome {
  /** Steps whose ground had moved, or whose record was read more recently. */
  readonly leftOut: number;
  /** Revision after the block; `null` once somebody else has changed the directory. */
  readonly revision: number | null;
}

/**
 * Applies a block in one transaction, with its outcomes and its events. The directory's revision row is the lock: held for
 * the write only. Throws `RunStopped` when the run was cancelled or closed by somebody else; nothing is written then.
 */
export function applyBlock(
  db: Kysely<Database>,
  application: Application,
  block: Block,
  readWantedTopics: ReadWantedTopics,
): Promise<BlockOutcome> {
  const { planId, runId, connectionId } = application;
  const { firstSeq, lastSeq, now } = block;
  return db.transaction().execute(async (tx) => {
    if (!application.look) await keepLooksOut(tx, connectionId);
    const revision = await lockDirectory(tx);
    await requireRunning(tx, runId);
    const superseded = mayBeSuperseded(application) ? await findSuperseded(tx, application, firstSeq, lastSeq) : [];
    const trusted = block.revision === revision;
    const moved = trusted ? [] : await findMoved(tx, planId, connectionId, firstSeq, lastSeq);
    const leftOut = [...new Set([...superseded, ...moved])];
    const range = { planId, firstSeq, lastSeq, leftOut };
    const { rows: steps } = await sql<StepCount>`
      select kind, verb, count(*) as count from sync_change
      where plan_id = ${planId}::uuid and seq between ${firstSeq} and ${lastSeq} and seq <> all(${leftOut}::integer[])
      group by kind, verb`.execute(tx);
    await writeSteps(tx, range, steps, connectionId, now);
    await sql`
      insert into sync_block (plan_id, run_id, first_seq, last_seq, applied_at, counts)
      values (${planId}::uuid, ${runId}::bigint, ${firstSeq}, ${lastSeq}, ${now}::timestamptz,
        ${JSON.stringify(steps)}::jsonb)`.execute(tx);
    await writeLeftOut(tx, application, superseded, "superseded");
    const changed = moved.filter((seq) => !superseded.includes(seq));
    await writeLeftOut(tx, application, changed, "changed_since_plan");
    if (steps.length === 0) return { leftOut: leftOut.length, revision: trusted ? revision : null };
    if (steps.some(({ kind, verb }) => kind === "users" && (verb === "deactivate" || verb === "remove")))
      await rememberRemovals(tx, application, range, now);
    await appendBlockEvents(tx, range, await readWantedTopics(tx), { runId, revision: revision + 1 });
    await sql`update directory_state set revision = revision + 1`.execute(tx);
    return { leftOut: leftOut.length, revision: trusted ? revision + 1 : null };
  });
}

/** Notes that the database refused a step. */
export async function recordFailure(
  db: Kysely<Database>,
  application: Application,
  seq: number,
  failure: { readonly code: string; readonly message: string },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await requireRunning(tx, application.runId);
    await sql`
      insert into sync_failure (plan_id, run_id, seq, code, message)
      values (${application.planId}::uuid, ${application.runId}::bigint, ${seq}, ${failure.code}, ${failure.message})`.execute(
      tx,
    );
  });
}

/** Refreshes the figures the database plans by: after a bulk load its guesses cost a factor of forty. */
export async function analyzeDirectory(db: Kysely<Database>): Promise<void> {
  await sql`analyze directory_user, department, membership, linked_identity, department_link`.execute(db);
}

async function lockDirectory(tx: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ revision: number }>`select revision from directory_state for update`.execute(tx);
  if (rows[0] === undefined) throw new Error("the table directory_state has no row");
  return rows[0].revision;
}

async function requireRunning(tx: Kysely<Database>, runId: RunId): Promise<void> {
  const { rows } = await sql<{ status: string; cancel_requested: boolean }>`
    select status, cancel_requested from sync_run where id = ${runId}::bigint for share`.execute(tx);
  if (rows[0]?.status !== "running") throw new RunStopped("lost");
  if (rows[0].cancel_requested) throw new RunStopped("cancelled");
}

/** What is undone was never read from Feishu, and a look is the most recent reading there is. */
function mayBeSuperseded({ look, revertsPlanId }: Application): boolean {
  return !look && revertsPlanId === null;
}

const WHY_LEFT_OUT = {
  superseded: "An event had the record read more recently.",
  changed_since_plan: "The record was changed after the plan was made.",
} as const;

async function writeLeftOut(
  tx: Kysely<Database>,
  { planId, runId }: Application,
  leftOut: readonly number[],
  code: keyof typeof WHY_LEFT_OUT,
): Promise<void> {
  if (leftOut.length === 0) return;
  await sql`
    insert into sync_failure (plan_id, run_id, seq, code, message)
    select ${planId}::uuid, ${runId}::bigint, seq, ${code}, ${WHY_LEFT_OUT[code]}
    from unnest(${[...leftOut]}::integer[]) as seq`.execute(tx);
}

/** Remembers removals of accounts for the guard. */
async function rememberRemovals(
  tx: Kysely<Database>,
  { planId, runId, connectionId, approved, revertsPlanId }: Application,
  range: { readonly firstSeq: number; readonly lastSeq: number; readonly leftOut: readonly number[] },
  now: Instant,
): Promise<void> {
  const steps = sql`
    select seq, verb, subject_id from sync_change c where plan_id = ${planId}::uuid and kind = 'users'
      and seq between ${range.firstSeq} and ${range.lastSeq} and seq <> all(${[...range.leftOut]}::integer[])`;
  await sql`
    insert into sync_removal (connection_id, run_id, user_id, approved, at)
    select ${connectionId}::uuid, ${runId}::bigint, subject_id, ${approved} or exists (
      select 1 from sync_change created where created.plan_id = ${revertsPlanId}::uuid and created.kind = 'users'
        and created.verb = 'create' and created.subject_id = step.subject_id), ${now}::timestamptz
    from (${steps}) as step where verb in ('deactivate', 'remove') order by seq`.execute(tx);
}
