import { sql } from "kysely";
import type { Clock } from "../../platform/clock/clock.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";

const TABLES = { app_password: sql.table("app_password"), service: sql.table("ldap_service_account") } as const;
const NOTED_EVERY_MS = 60_000;

/** Notes that an app password or a service account was used, and from where; at most once a minute, beside the bind itself. */
export type NoteUse = (kind: keyof typeof TABLES, id: string, address: string) => void;

export function makeNoteUse(
  db: OpenDatabase["kysely"],
  clock: Clock,
  now: () => number,
  onFault: (error: unknown) => void,
): NoteUse {
  const noted = new Map<string, number>();
  return (kind, id, address) => {
    const at = now();
    if (at - (noted.get(id) ?? Number.NEGATIVE_INFINITY) < NOTED_EVERY_MS) return;
    // What was noted longest ago goes first: it may have been revoked since.
    noted.delete(id);
    noted.set(id, at);
    for (const [oldest, when] of noted) {
      if (at - when < NOTED_EVERY_MS) break;
      noted.delete(oldest);
    }
    sql`update ${TABLES[kind]} set last_used_at = ${clock.now()}::timestamptz, last_used_address = ${address} where id = ${id}::uuid`
      .execute(db)
      .catch(onFault);
  };
}
