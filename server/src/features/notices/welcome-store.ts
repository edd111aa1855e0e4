import { type Kysely, sql } from "kysely";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** Somebody to be welcomed. */
export interface Newcomer {
  readonly id: UserId;
  readonly name: string;
  readonly username: string;
  /** They cannot sign in with a password yet. */
  readonly lacksPassword: boolean;
}

/** Notes accounts to be welcomed: people who may sign in, each once. */
export async function noteNewcomers(db: Kysely<Database>, ids: readonly string[], now: Instant): Promise<void> {
  await sql`
    insert into pending_welcome (user_id, created_at)
    select id, ${now}::timestamptz from directory_user
    where id = any(${[...ids]}::uuid[]) and status = 'active' and not service_account
    on conflict (user_id) do nothing`.execute(db);
}

/** Takes the next people off the list; other processes pass over them until this transaction ends. */
export async function takeNewcomers(tx: Kysely<Database>, limit: number): Promise<readonly Newcomer[]> {
  const { rows } = await sql<Newcomer>`
    with next as (
      delete from pending_welcome where user_id in (
        select user_id from pending_welcome order by created_at, user_id limit ${limit} for update skip locked)
      returning user_id, created_at)
    select u.id, u.name, u.username, u.password_hash is null as "lacksPassword"
    from next join directory_user u on u.id = next.user_id where u.status = 'active' order by next.created_at, u.id`.execute(
    tx,
  );
  return rows;
}

/** Whether anybody waits to be welcomed. */
export async function hasNewcomers(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql`select 1 from pending_welcome limit 1`.execute(db);
  return rows.length > 0;
}

/** Forgets who was to be welcomed: what is switched off is not caught up on. */
export async function forgetNewcomers(db: Kysely<Database>): Promise<void> {
  await sql`delete from pending_welcome`.execute(db);
}

/** How many welcomes wait in the queue of messages, counted up to a limit. */
export async function countQueuedWelcomes(db: Kysely<Database>, upTo: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select 1 from message where state in ('queued', 'sending') and sender = '{"kind": "notice", "notice": "welcome"}'::jsonb
      limit ${upTo}) as waiting`.execute(db);
  return rows[0]?.count ?? 0;
}
