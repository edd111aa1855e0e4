import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { DB } from "./schema.ts";
import { parsers } from "./value-parsers.ts";

/** Our tables, as generated from the migrations. */
export type Database = DB;

/** How long one statement may run unless a caller asks for more; long work (backup, migration) says so itself. */
const statementTimeoutMs = 30_000;

/** An open database: Kysely for queries, the pool for COPY, cursors and pg-boss. */
export interface OpenDatabase {
  readonly url: string;
  readonly kysely: Kysely<Database>;
  readonly pool: pg.Pool;
  /** Waits for running statements and closes every connection. May be called twice. */
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** `postgresql://…`; a URL with a password never appears in a log or an error of ours. */
  readonly url: string;
  readonly maxConnections?: number;
  /** Told when a connection that nobody is using breaks, as when the server restarts. */
  readonly onIdleError: (error: Error) => void;
}

/** Opens a pool of connections. Nothing is sent until the first query, so an unreachable server shows there. */
export function openDatabase(options: OpenDatabaseOptions): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    application_name: "larkbridge",
    types: parsers,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 60_000,
  });
  // Without a listener a server restart would end our process (stack.md section 2).
  pool.on("error", options.onIdleError);
  // Nor does the pool listen while somebody holds a connection: one that breaks between two statements fails at the next.
  pool.on("connect", (client) => client.on("error", () => undefined));
  let closed: Promise<void> | undefined;
  return {
    url: options.url,
    kysely: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }),
    pool,
    close: () => {
      closed ??= closePool(pool);
      return closed;
    },
  };
}

/** `pool.end()` may return before its sockets are closed; whoever stops the server next would then cut them. */
async function closePool(pool: pg.Pool): Promise<void> {
  const sockets = new Promise<void>((resolve) => {
    let left = pool.totalCount;
    if (left === 0) return resolve();
    pool.on("remove", () => {
      left -= 1;
      if (left === 0) resolve();
    });
  });
  await pool.end();
  await sockets;
}
