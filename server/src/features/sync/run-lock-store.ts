import { type Kysely, sql } from "kysely";
import type { PoolClient } from "pg";
import type { Instant } from "../../core/kernel/ids.ts";
import { errorCodeOf } from "../../platform/db/errors.ts";
import type { Database, OpenDatabase } from "../../platform/db/open-database.ts";
import { type RunProgressWriter, startProgress } from "./run-progress-store.ts";

/** A table of runs. All of them say in the same columns whether a run is running, how far it is, and when it was last heard of. */
export interface RunTable {
  readonly name: "sync_run" | "ldap_run";
  /** First key of the advisory locks of its runs; the second is the run's number. */
  readonly lock: number;
}

/** The right to carry out one run. */
export interface HeldRun<Progress extends { readonly phase: string }, Id extends string>
  extends RunProgressWriter<Progress> {
  readonly runId: Id;
  /** Gives the lock back. The run's row should be finished by then. */
  release(): Promise<void>;
}

/**
 * Holds a run while this process carries it out. Its lock is taken before its row can be seen as running, on a connection kept
 * for the purpose: it falls with the process, so whoever finds a running run unlocked knows that nobody runs it.
 *
 * @param open makes the row or takes it up; the run's number, or undefined when there is nothing to take up
 * @returns undefined in that case, and when another run stands in the way
 */
export async function holdRun<Progress extends { readonly phase: string }, Id extends string>(
  database: OpenDatabase,
  table: RunTable,
  open: (client: PoolClient) => Promise<number | undefined>,
): Promise<HeldRun<Progress, Id> | undefined> {
  const client = await database.pool.connect();
  try {
    await client.query("begin");
    const id = await open(client);
    if (id === undefined) {
      await client.query("rollback");
      client.release();
      return undefined;
    }
    const lock = [table.lock, lockNumber(id)];
    await client.query("select pg_advisory_lock($1, $2)", lock);
    await client.query("commit");
    const progress = startProgress<Progress>(async (news) => {
      const { rows } = await client.query<{ cancel_requested: boolean }>(
        `update ${table.name} set heartbeat_at = now(), progress = coalesce($2, progress)
         where id = $1 and status = 'running' returning cancel_requested`,
        [id, news],
      );
      return rows[0];
    });
    const lose = () => progress.abort("lost");
    // A connection may complain more than once, and an unheard complaint ends the process; the pool listens once it has it back.
    client.on("error", lose);
    return {
      ...progress,
      runId: String(id) as Id,
      async release() {
        await progress.stop();
        const unlocked = await client.query("select pg_advisory_unlock($1, $2)", lock).then(
          () => true,
          () => false,
        );
        client.removeListener("error", lose);
        // Closing the connection gives back the lock where it is in a bad way.
        client.release(!unlocked);
      },
    };
  } catch (error) {
    client.release(true);
    if (errorCodeOf(error) === "23505") return undefined;
    throw error;
  }
}

/**
 * Closes running runs that nobody runs any more: their lock is free, or their process has been silent for a minute.
 *
 * @returns the runs closed
 */
export async function closeInterruptedRuns<Id extends string>(
  db: Kysely<Database>,
  { name, lock }: RunTable,
  now: Instant,
): Promise<readonly Id[]> {
  const runs = sql.table(name);
  const { rows: running } = await sql<{ id: number }>`select id from ${runs} where status = 'running'`.execute(db);
  const reasons = JSON.stringify([{ code: "run_interrupted", detail: {} }]);
  const closed: Id[] = [];
  for (const { id } of running) {
    const { rows } = await sql<{ id: number }>`
      update ${runs} set status = 'interrupted', finished_at = ${now}::timestamptz, reasons = ${reasons}::jsonb
      where id = ${id} and status = 'running'
        and (heartbeat_at < now() - interval '60 seconds' or pg_try_advisory_xact_lock(${lock}, ${lockNumber(id)}))
      returning id`.execute(db);
    if (rows.length > 0) closed.push(String(id) as Id);
  }
  return closed;
}

/** Row numbers are 64 bits wide, the second key of a lock 31: a clash could only keep a dead run open for longer. */
function lockNumber(runId: number): number {
  return runId % 0x7fff_ffff;
}
