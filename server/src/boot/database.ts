import { join } from "node:path";
import type { Settings } from "../config/settings.ts";
import { startEmbeddedPostgres } from "../platform/db/embedded/embedded-postgres.ts";
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
export async function startDatabase(settings: Settings, log: Logger, lost: (exitCode: number | null) => void): Promise<StartedDatabase> {
  const embedded = settings.database_url === undefined ? await startEmbedded(settings, log) : null;
  const url = embedded?.url ?? (settings.database_url as string);
  let stopping = false;
  embedded?.ended.then(({ exitCode }) => {
    if (!stopping) lost(exitCode);
  });
  try {
    const applied = await migrateDatabase({ url });
    if (applied.length > 0) log.info({ migrations: applied }, "database migrated");
    const database = openDatabase({ url, onIdleError: (error) => log.warn({ err: error }, "a database connection broke") });
    return {
      database,
      embedded: embedded !== null,
      async stop() {
        stopping = true;
        await database.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    stopping = true;
    await embedded?.stop();
    throw error;
  }
}

function startEmbedded(settings: Settings, log: Logger) {
  return startEmbeddedPostgres({
    dataDir: join(settings.data_dir, "postgres"),
    binDir: settings.pg_bin_dir,
    durable: true,
    log: (line) => log.debug({ part: "postgres" }, line),
  });
}
