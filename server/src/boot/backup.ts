import { appendAudit } from "../features/admin/index.ts";
import type { StartBackup } from "../features/admin/ports.ts";
import { startBackup } from "../platform/db/backup/start-backup.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";

/** Backups over the API, each remembered with who took it. The file names the master key's id and never holds the key. */
export function makeBackup(database: OpenDatabase, appVersion: string): StartBackup {
  return async (actor) => {
    const content = await startBackup(database.pool, { appVersion });
    await appendAudit(database.kysely, { actor, action: "backup.taken", objectKind: "installation", objectId: null });
    return content;
  };
}
