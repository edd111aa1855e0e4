import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Database } from "./open-database.ts";
import { requireSupportedServer } from "./supported-server.ts";
import { parsers } from "./value-parsers.ts";

/** One connection seen twice: Kysely for queries and migrations, the client for COPY, both in the same transaction. */
export interface SingleConnection {
  readonly client: pg.Client;
  readonly kysely: Kysely<Database>;
}

/**
 * Opens one connection without time limits for one long piece of work, and closes it.
 *
 * @throws DatabaseError `database_unreachable`, `database_too_old`, and what the work throws
 */
export async function withSingleConnection<Value>(
  url: string,
  work: (connection: SingleConnection) => Promise<Value>,
): Promise<Value> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "larkbridge",
    types: parsers,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // The query that runs when a connection breaks fails by itself; this only keeps the process alive.
  client.on("error", () => undefined);
  try {
    await requireSupportedServer(client);
    const borrowed = { query: client.query.bind(client), release: () => undefined };
    const pool = { connect: async () => borrowed, end: async () => undefined };
    return await work({
      client,
      kysely: new Kysely<Database>({ dialect: new PostgresDialect({ pool: pool as never }) }),
    });
  } finally {
    await client.end();
  }
}
