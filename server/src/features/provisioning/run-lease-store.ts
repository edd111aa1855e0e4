import { type Kysely, sql } from "kysely";
import type { PoolClient } from "pg";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { errorCodeOf } from "../../platform/db/errors.ts";
import type { Database, OpenDatabase } from "../../platform/db/open-database.ts";
import { type RunProgressWriter, startProgress } from "../sync/index.ts";
import type { LdapRun, LdapRunPhase, LdapRunTrigger } from "./ports.ts";

/** First key of the advisory locks of these runs ("LT"); the second is the run's number. */
const RUN_LOCK = 0x4c54;

interface LdapProgress {
  readonly phase: LdapRunPhase;
  readonly done: number;
  readonly total: number | null;
}

/** The right to carry out one run of a server, as a sync has it for its connection. */
export interface LdapRunLease extends RunProgressWriter<LdapProgress> {
  readonly runId: string;
  /** Gives the lock back. The run's row should be finished by then. */
  release(): Promise<void>;
}

export interface NewLdapRun {
  readonly targetId: string;
  readonly purpose: LdapRun["purpose"];
  readonly trigger: LdapRunTrigger;
  readonly requestedBy: Actor;
  readonly retriesRun?: string;
  readonly appliesRun?: string;
  readonly now: Instant;
}

/** Opens a run; undefined when another run of the server is running. */
export async function openLdapRun(database: OpenDatabase, run: NewLdapRun): Promise<LdapRunLease | undefined> {
  await closeInterruptedLdapRuns(database.kysely, run.now);
  return lease(database, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `insert into ldap_run (target_id, purpose, trigger, requested_by, status, progress, retries_run, applies_run, started_at)
       values ($1, $2, $3, $4, 'running', '{"phase": "starting", "done": 0, "total": null}', $5, $6, $7) returning id`,
      [
        run.targetId,
        run.purpose,
        run.trigger,
        JSON.stringify(run.requestedBy),
        run.retriesRun ?? null,
        run.appliesRun ?? null,
        run.now,
      ],
    );
    return rows[0]?.id;
  });
}

/** Takes up a run that waits for approval; undefined when it waits no more, or another run is running. */
export async function resumeLdapRun(
  database: OpenDatabase,
  run: { readonly id: string; readonly decidedBy: Actor; readonly now: Instant },
): Promise<LdapRunLease | undefined> {
  await closeInterruptedLdapRuns(database.kysely, run.now);
  return lease(database, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `update ldap_run set status = 'running', approved = true, decided_by = $2, decided_at = $3, finished_at = null,
         heartbeat_at = now(), cancel_requested = false, progress = '{"phase": "starting", "done": 0, "total": null}'
       where id = $1 and status = 'waiting_for_approval' returning id`,
      [run.id, JSON.stringify(run.decidedBy), run.now],
    );
    return rows[0]?.id;
  });
}

async function lease(
  database: OpenDatabase,
  open: (client: PoolClient) => Promise<number | undefined>,
): Promise<LdapRunLease | undefined> {
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
    const progress = startProgress<LdapProgress>(async (news) => {
      const { rows } = await client.query<{ cancel_requested: boolean }>(
        `update ldap_run set heartbeat_at = now(), progress = coalesce($2, progress)
         where id = $1 and status = 'running' returning cancel_requested`,
        [id, news],
      );
      return rows[0];
    });
    const lose = () => progress.abort("lost");
    client.on("error", lose);
    return {
      ...progress,
      runId: String(id),
      async release() {
        await progress.stop();
        const unlocked = await client.query("select pg_advisory_unlock($1, $2)", [RUN_LOCK, lockNumber(id)]).then(
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

function lockNumber(runId: number): number {
  return runId % 0x7fff_ffff;
}

/** Closes runs of dead processes: their lock is free, or they have been silent for a minute. */
async function closeInterruptedLdapRuns(db: Kysely<Database>, now: Instant): Promise<void> {
  const { rows: running } = await sql<{ id: number }>`select id from ldap_run where status = 'running'`.execute(db);
  const reasons = JSON.stringify([{ code: "run_interrupted", detail: {} }]);
  for (const { id } of running)
    await sql`
      update ldap_run set status = 'interrupted', finished_at = ${now}::timestamptz, reasons = ${reasons}::jsonb
      where id = ${id} and status = 'running'
        and (heartbeat_at < now() - interval '60 seconds' or pg_try_advisory_xact_lock(${RUN_LOCK}, ${lockNumber(id)}))`.execute(
      db,
    );
}
