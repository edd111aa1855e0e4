import { join } from "node:path";
import type { Settings } from "../config/settings.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../platform/db/embedded/embedded-postgres.ts";
import { migrateDatabase } from "../platform/db/migrate.ts";
import { type OpenDatabase, openDatabase } from "../platform/db/open-database.ts";
import type { Logger } from "../platform/log/logger.ts";

/** A migrated database, ours or the company's. */
export interface StartedDatabase {
  readonly database: OpenDatabase;
  readonly embedded: boolean;
  /** Closes the pool, then stops the server if it is ours. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL, or takes the one `database_url` names, and brings it to this program's schema.
 *
 * @param lost called when our own server ends without being asked to
 * @throws DatabaseError
 */
export async function startDatabase(
  settings: Settings,
  log: Logger,
  lost: (exitCode: number | null) => void,
): Promise<StartedDatabase> {
  const server = await startDatabaseServer(settings, log);
  const { url } = server;
  let stopping = false;
  server.ended?.then(
    ({ exitCode }) => {
      if (!stopping) lost(exitCode);
    },
    () => lost(null),
  );
  try {
    const applied = await migrateDatabase({ url });
    if (applied.length > 0) log.info({ migrations: applied }, "database migrated");
    const database = openDatabase({
      url,
      onIdleError: (error) => log.warn({ err: error }, "a database connection broke"),
    });
    return {
      database,
      embedded: server.ended !== null,
      async stop() {
        stopping = true;
        await database.close();
        await server.stop();
      },
    };
  } catch (error) {
    stopping = true;
    await server.stop();
    throw error;
  }
}

/** A database server to connect to; `ended` is null for one that is not ours. */
export interface DatabaseServer {
  readonly url: string;
  readonly ended: EmbeddedPostgres["ended"] | null;
  stop(): Promise<void>;
}

/** Starts the embedded PostgreSQL, or takes the one `database_url` names. */
export async function startDatabaseServer(settings: Settings, log: Logger): Promise<DatabaseServer> {
  if (settings.database_url !== undefined)
    return { url: settings.database_url, ended: null, stop: async () => undefined };
  return startEmbeddedPostgres({
    dataDir: join(settings.data_dir, "postgres"),
    binDir: settings.pg_bin_dir,
    durable: true,
    log: (line) => log.debug({ part: "postgres" }, line),
  });
}
