import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { PoolClient } from "pg";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant, RunId } from "../../core/kernel/ids.ts";
import type { SyncTarget } from "../../core/sync/snapshot.ts";
import { errorCodeOf } from "../../platform/db/errors.ts";
import type { Database, OpenDatabase } from "../../platform/db/open-database.ts";
import type { RunTrigger } from "./ports.ts";
import { type RunProgressWriter, startProgress } from "./run-progress-store.ts";

/** First key of the advisory locks of runs ("LB"); the second is the run's number. */
const RUN_LOCK = 0x4c42;

/** The right to carry out one run: nobody else runs on the connection, and everybody can see whether we still live. */
export interface RunLease extends RunProgressWriter {
  readonly runId: RunId;
  /** Gives the lock back. The run's row should be finished by then. */
  release(): Promise<void>;
}

export interface NewRun {
  readonly connectionId: string;
  readonly trigger: RunTrigger;
  readonly requestedBy: Actor;
  readonly target: SyncTarget;
  readonly revertsRunId?: RunId;
  readonly retriesRunId?: RunId;
  readonly now: Instant;
}

/**
 * Opens a run. The lock on it is taken before its row can be seen, on a connection kept for the purpose: it falls with the
 * process, so whoever finds a running run unlocked knows that nobody runs it.
 *
 * @returns undefined when another run of the connection is running
 */
export async function openRun(database: OpenDatabase, run: NewRun): Promise<RunLease | undefined> {
  await closeInterrupted(database.kysely, run.now);
  return lease(database, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `insert into sync_run (connection_id, trigger, requested_by, target, status, progress, reverts_run_id, retries_run_id, started_at)
       values ($1, $2, $3, $4, 'running', '{"phase": "starting", "done": 0, "total": null}', $5, $6, $7) returning id`,
      [
        run.connectionId,
        run.trigger,
        JSON.stringify(run.requestedBy),
        JSON.stringify(run.target),
        run.revertsRunId ?? null,
        run.retriesRunId ?? null,
        run.now,
      ],
    );
    return rows[0]?.id;
  });
}

/**
 * Takes up a run that waits for approval; who approved it is written with it.
 *
 * @returns undefined when it waits no more, or another run of the connection is running
 */
export async function resumeRun(
  database: OpenDatabase,
  run: { readonly id: RunId; readonly decidedBy: Actor; readonly now: Instant },
): Promise<RunLease | undefined> {
  await closeInterrupted(database.kysely, run.now);
  return lease(database, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `update sync_run set status = 'running', decided_by = $2, decided_at = $3, finished_at = null, heartbeat_at = now(),
         cancel_requested = false, progress = '{"phase": "applying", "done": 0, "total": null}'
       where id = $1 and status = 'waiting_for_approval' returning id`,
      [run.id, JSON.stringify(run.decidedBy), run.now],
    );
    return rows[0]?.id;
  });
}

async function lease(
  database: OpenDatabase,
  open: (client: PoolClient) => Promise<number | undefined>,
): Promise<RunLease | undefined> {
  const client = await database.pool.connect();
  try {
    await client.query("begin");
    const id = await open(client);
    if (id === undefined) {
      await client.query("rollback");
      client.release();
      return undefined;
    }
    await client.query("select pg_advisory_lock($1, $2)", [RUN_LOCK, lockNumber(id)]);
    await client.query("commit");
    const progress = startProgress(async (news) => {
      const { rows } = await client.query<{ cancel_requested: boolean }>(
        `update sync_run set heartbeat_at = now(), progress = coalesce($2, progress)
         where id = $1 and status = 'running' returning cancel_requested`,
        [id, news],
      );
      return rows[0];
    });
    // Stays for good: a connection may complain more than once, and an unheard complaint ends the process.
    client.on("error", () => progress.abort("lost"));
    return {
      ...progress,
      runId: String(id) as RunId,
      async release() {
        await progress.stop();
        // Closing the connection gives back the lock even where the connection is in a bad way.
        client.release(true);
      },
    };
  } catch (error) {
    client.release(true);
    if (errorCodeOf(error) === "23505") return undefined;
    throw error;
  }
}

/** Row numbers are 64 bits wide, the second key of a lock 31: a clash could only keep a dead run open for longer. */
function lockNumber(runId: number): number {
  return runId % 0x7fff_ffff;
}

/**
 * Closes running runs that nobody runs any more: their lock is free, or their process has been silent for a minute.
 *
 * @returns the runs closed
 */
export async function closeInterrupted(db: Kysely<Database>, now: Instant): Promise<readonly RunId[]> {
  const { rows: running } = await sql<{ id: number }>`select id from sync_run where status = 'running'`.execute(db);
  const closed: RunId[] = [];
  for (const { id } of running) {
    const reasons = JSON.stringify([{ code: "run_interrupted", detail: {} }]);
    const { rows } = await sql<{ id: number }>`
      update sync_run set status = 'interrupted', finished_at = ${now}::timestamptz, reasons = ${reasons}::jsonb
      where id = ${id} and status = 'running'
        and (heartbeat_at < now() - interval '60 seconds' or pg_try_advisory_xact_lock(${RUN_LOCK}, ${lockNumber(id)}))
      returning id`.execute(db);
    if (rows.length > 0) closed.push(String(id) as RunId);
  }
  return closed;
}
