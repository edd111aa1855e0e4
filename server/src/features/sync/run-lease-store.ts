import type { Kysely } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant, RunId } from "../../core/kernel/ids.ts";
import type { SyncTarget } from "../../core/sync/snapshot.ts";
import type { Database, OpenDatabase } from "../../platform/db/open-database.ts";
import type { RunProgress, RunTrigger } from "./ports.ts";
import { closeInterruptedRuns, type HeldRun, holdRun, type RunTable } from "./run-lock-store.ts";
import { RUN_DECIDED } from "./run-store.ts";

/** "LB". */
const SYNC_RUNS: RunTable = { name: "sync_run", lock: 0x4c42 };

/** The right to carry out one run: nobody else runs on the connection, and everybody can see whether we still live. */
export type RunLease = HeldRun<RunProgress, RunId>;

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
 * Opens a run.
 *
 * @returns undefined when another run of the connection is running
 */
export async function openRun(database: OpenDatabase, run: NewRun): Promise<RunLease | undefined> {
  await closeInterrupted(database.kysely, run.now);
  return holdRun<RunProgress, RunId>(database, SYNC_RUNS, async (client) => {
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
  return holdRun<RunProgress, RunId>(database, SYNC_RUNS, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `with taken as (
         update sync_run set status = 'running', decided_by = $2, decided_at = $3, finished_at = null, heartbeat_at = now(),
           cancel_requested = false, progress = '{"phase": "applying", "done": 0, "total": null}'
         where id = $1 and status = 'waiting_for_approval' returning id
       ), told as (insert into outbox (topic, payload) select $4::text, jsonb_build_object('runId', id::text) from taken)
       select id from taken`,
      [run.id, JSON.stringify(run.decidedBy), run.now, RUN_DECIDED],
    );
    return rows[0]?.id;
  });
}

/** Closes running runs that nobody runs any more, and returns them. */
export function closeInterrupted(db: Kysely<Database>, now: Instant): Promise<readonly RunId[]> {
  return closeInterruptedRuns(db, SYNC_RUNS, now);
}
