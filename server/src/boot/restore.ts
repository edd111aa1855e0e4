import { createReadStream } from "node:fs";
import type { Settings } from "../config/settings.ts";
import { restoreDatabase } from "../platform/db/backup/restore.ts";
import type { Logger } from "../platform/log/logger.ts";
import { startDatabaseServer } from "./database.ts";
import { StartFailure } from "./start-failure.ts";

/** What a restore brought back, as `--json` prints it. */
export interface Restored {
  readonly tables: number;
  readonly rows: number;
  readonly created_at: string;
  readonly app_version: string;
  readonly key_id: string | null;
}

/**
 * Fills the configured database, ours or the company's, from a backup file. This is also the way from one to the other.
 *
 * @throws DatabaseError, StartFailure `backup_foreign` when the file cannot be read
 */
export async function restoreBackup(
  settings: Settings,
  { backup, replace, log }: { readonly backup: string; readonly replace: boolean; readonly log: Logger },
): Promise<Restored> {
  const file = createReadStream(backup);
  await new Promise<void>((resolve, reject) => {
    file.once("open", () => resolve());
    file.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        new StartFailure(
          "backup_foreign",
          `The file ${backup} cannot be read: ${cause.code}.`,
          "Check the path and that this account may read it.",
          2,
          { cause },
        ),
      ),
    );
  });
  const server = await startDatabaseServer(settings, log);
  try {
    const { tables, rows, createdAt, appVersion, keyId } = await restoreDatabase({ url: server.url, file, replace });
    return { tables, rows, created_at: createdAt, app_version: appVersion, key_id: keyId };
  } finally {
    await server.stop();
  }
}
