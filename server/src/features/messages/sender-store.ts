import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** A process that has not been seen for so long is dead, or might as well be: what it sends late is deduplicated by Feishu. */
const SILENT_SECONDS = 10;

/** Tells the others that this process is alive; by the database's clock, which all of them share. */
export async function noteAlive(db: Kysely<Database>, process: string): Promise<void> {
  await sql`
    insert into message_sender (id, seen_at) values (${process}::uuid, now())
    on conflict (id) do update set seen_at = excluded.seen_at`.execute(db);
}

/** Hands everything back that dead processes held, and what this one holds without knowing; forgets the dead. */
export async function releaseAbandoned(
  db: Kysely<Database>,
  { process, held, now }: { readonly process: string; readonly held: readonly string[]; readonly now: Instant },
): Promise<void> {
  await sql`
    update message set state = 'queued', sender_process = null, due_at = ${now}::timestamptz, cause = 'message_interrupted'
    where state = 'sending' and case when sender_process = ${process}::uuid then id <> all(${held}::uuid[])
      else not exists (select 1 from message_sender s
        where s.id = sender_process and s.seen_at > now() - make_interval(secs => ${SILENT_SECONDS})) end`.execute(db);
  await sql`delete from message_sender where seen_at < now() - interval '1 hour'`.execute(db);
}

/** This process holds nothing any more. */
export async function noteGone(db: Kysely<Database>, process: string): Promise<void> {
  await sql`delete from message_sender where id = ${process}::uuid`.execute(db);
}
