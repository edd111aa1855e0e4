import { type Kysely, sql } from "kysely";
import type { Database } from "../../platform/db/open-database.ts";

/** The connection whose bot speaks for us, with what notices need of its settings. */
export interface NoticeService {
  readonly connectionId: string;
  readonly timeZone: string;
}

/** Undefined while message notifications are off or nothing is set up: then nothing is told to anybody (S15, S16). */
export async function findService(db: Kysely<Database>): Promise<NoticeService | undefined> {
  const { rows } = await sql<{ id: string; time_zone: string; enabled: boolean }>`
    select id, settings #>> '{userSync,timeZone}' as time_zone,
      (settings #>> '{messageNotifications,enabled}')::boolean as enabled
    from feishu_connection where removed_at is null order by owns_sync desc, updated_at desc limit 1`.execute(db);
  const [row] = rows;
  return row?.enabled ? { connectionId: row.id, timeZone: row.time_zone } : undefined;
}

/** The time zone people of a connection read times in. */
export async function readTimeZone(db: Kysely<Database>, connectionId: string): Promise<string> {
  const { rows } = await sql<{ time_zone: string | null }>`
    select settings #>> '{userSync,timeZone}' as time_zone from feishu_connection where id = ${connectionId}::uuid`.execute(
    db,
  );
  return rows[0]?.time_zone ?? "UTC";
}
