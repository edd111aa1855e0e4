import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { closeInterruptedRuns, type HeldRun, holdRun, type RunTable } from "../sync/index.ts";
import type { LdapRun, LdapRunPhase, LdapRunTrigger } from "./ports.ts";

/** "LT". */
const LDAP_RUNS: RunTable = { name: "ldap_run", lock: 0x4c54 };

interface LdapProgress {
  readonly phase: LdapRunPhase;
  readonly done: number;
  readonly total: number | null;
}

/** The right to carry out one run of a server, as a sync has it for its connection. */
export type LdapRunLease = HeldRun<LdapProgress, string>;

/** Closes runs whose process is gone. */
export async function closeInterruptedLdapRuns(db: OpenDatabase["kysely"], now: Instant): Promise<void> {
  await closeInterruptedRuns(db, LDAP_RUNS, now);
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
  return holdRun(database, LDAP_RUNS, async (client) => {
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
  return holdRun(database, LDAP_RUNS, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `update ldap_run set status = 'running', approved = true, decided_by = $2, decided_at = $3, finished_at = null,
         heartbeat_at = now(), cancel_requested = false, progress = '{"phase": "starting", "done": 0, "total": null}'
       where id = $1 and status = 'waiting_for_approval' returning id`,
      [run.id, JSON.stringify(run.decidedBy), run.now],
    );
    return rows[0]?.id;
  });
}
