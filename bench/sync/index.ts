import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { embeddedDatabaseUrl } from "../../server/src/platform/db/embedded/socket-directory.ts";
import { callJson } from "../support/http.ts";
import { TOKEN, withInstallation } from "../support/installation.ts";
import { type Measured, measureRun } from "./measure-run.ts";

/**
 * How long a full sync takes and what it costs: first, unchanged, one percent changed, and within the platform's limits.
 * The emulator is a process of its own, the server another, on its embedded database, on the same machine.
 */

const DIRECTORY_TABLES = ["department", "directory_user", "membership", "linked_identity", "department_link"];

/** Runs the suite; `args` are those behind its name on the command line. Prints a table, or one JSON value with `--json`. */
export async function runSuite(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      users: { type: "string", default: "100000" },
      departments: { type: "string" },
      memberships: { type: "string" },
      "limited-users": { type: "string", default: "5000" },
      json: { type: "boolean", default: false },
    },
  });
  const users = Number(values.users);
  const departments = Number(values.departments ?? Math.round(users / 10));
  const memberships = Number(values.memberships ?? Math.round(users * 1.2));
  const limitedUsers = Number(values["limited-users"]);

  const open = await withInstallation(
    { users, departments, memberships, limited: false },
    async ({ server, emulator, dataDir }) => {
      const countRows = makeRowCounter(dataDir);
      const first = await measureRun("first", server, TOKEN, emulator, countRows);
      const unchanged = await measureRun("unchanged", server, TOKEN, emulator, countRows);
      await callJson(`${emulator.url}/__emulator/users/bulk-edit`, {
        method: "POST",
        body: { share: 0.01, seed: 7, set: { job_title: "Changed" } },
      });
      return [first, unchanged, await measureRun("1 % changed", server, TOKEN, emulator, countRows)];
    },
  );
  const limited =
    limitedUsers === 0
      ? null
      : await withInstallation(
          { users: limitedUsers, departments: limitedUsers / 10, memberships: limitedUsers * 1.2, limited: true },
          async ({ server, emulator, dataDir }) => {
            const countRows = makeRowCounter(dataDir);
            const { floor_seconds: floor } = await callJson<{ floor_seconds: number }>(
              `${emulator.url}/__emulator/minimum`,
            );
            return { floor, measured: await measureRun("within limits", server, TOKEN, emulator, countRows) };
          },
        );

  if (values.json) console.log(JSON.stringify({ users, departments, memberships, open, limited }));
  else printTable({ users, departments, memberships }, open, limitedUsers, limited);
}

/** Rows inserted, updated or deleted in directory tables since the database was made, by PostgreSQL's own statistics. */
function makeRowCounter(dataDir: string): () => Promise<number> {
  const connectionString = embeddedDatabaseUrl(join(dataDir, "postgres"));
  return async () => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      await client.query("select pg_stat_force_next_flush()");
      const { rows } = await client.query<{ rows: number }>(
        `select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::float8 as rows
         from pg_stat_user_tables where relname = any($1)`,
        [DIRECTORY_TABLES],
      );
      return rows[0]?.rows ?? Number.NaN;
    } finally {
      await client.end();
    }
  };
}

function printTable(
  size: { readonly users: number; readonly departments: number; readonly memberships: number },
  open: readonly Measured[],
  limitedUsers: number,
  limited: { readonly floor: number; readonly measured: Measured } | null,
): void {
  console.log(
    `\n${size.users} people, ${size.departments} departments, ${size.memberships} memberships, no rate limit`,
  );
  const rows = open.map((run) => ({
    run: run.name,
    status: run.status,
    "wall s": run.seconds.toFixed(1),
    "read s": run.readSeconds.toFixed(1),
    "cpu s": run.processorSeconds.toFixed(1),
    "calls / minimum": `${run.calls} / ${run.minimumCalls} = ${(run.calls / run.minimumCalls).toFixed(4)}`,
    "peak MB": run.peakMb.toFixed(0),
    "loop p99 / p99.9 / max ms": [run.loopP99Ms, run.loopP999Ms, run.loopMaxMs].map((ms) => ms.toFixed(1)).join(" / "),
    "rows written": run.rowsWritten,
    changes: run.changed,
  }));
  console.table(rows);
  if (limited === null) return;
  const { floor, measured } = limited;
  const ratio = (seconds: number) => `${seconds.toFixed(1)} s = ${(seconds / floor).toFixed(3)} x`;
  console.log(
    `${limitedUsers} people within the platform's limits, floor ${floor.toFixed(1)} s: read ${ratio(measured.readSeconds)}, ` +
      `whole run ${ratio(measured.seconds)}, refused calls ${measured.rateLimited}, ${measured.status}`,
  );
}
