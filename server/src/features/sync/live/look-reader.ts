import { type Kysely, sql } from "kysely";
import type { RunId } from "../../../core/kernel/ids.ts";
import type { Database } from "../../../platform/db/open-database.ts";
import type { RunStatus } from "../ports.ts";

/**
 * Tells why a look's run did not do what it was for: it broke, or somebody changed one of its records in between. Null when it
 * did; records that cannot be written and removals that wait are in its report.
 */
export async function readLookEnd(db: Kysely<Database>, runId: RunId): Promise<string | null> {
  const { rows } = await sql<{ status: RunStatus; moved: boolean }>`
    select status, exists (
      select 1 from sync_failure f where f.plan_id = r.plan_id and f.code = 'changed_since_plan') as moved
    from sync_run r where id = ${runId}::bigint`.execute(db);
  const run = rows[0];
  if (run === undefined) throw new Error(`run ${runId} is gone`);
  if (run.status === "running" || run.status === "failed" || run.status === "interrupted") return "run_interrupted";
  return run.moved ? "changed_since_plan" : null;
}
