import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Database } from "../db/open-database.ts";

/** Something that happened, as it was written with the change it speaks of. */
export interface OutboxEvent {
  /** Grows with time. */
  readonly id: string;
  readonly topic: string;
  readonly payload: { readonly [key: string]: Json };
  readonly createdAt: Instant;
}

/** Key of the lock whose holder hands events on. */
const LOCK = 1_650_001;

/** Whether anything waits at all; costs next to nothing. */
export async function hasEvents(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`select exists (select 1 from outbox) as waits`.execute(db);
  return rows[0]?.waits ?? false;
}

/**
 * Does something on one connection while no other process hands events on; the lock falls with the connection.
 *
 * @returns undefined when another one does so now
 */
export function holdOutbox<Value>(
  db: Kysely<Database>,
  work: (db: Kysely<Database>) => Promise<Value>,
): Promise<Value | undefined> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${LOCK}) as held`.execute(connection);
    if (rows[0]?.held !== true) return undefined;
    try {
      return await work(connection);
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(connection);
    }
  });
}

/** Drops the events of every other topic, in one statement whatever their number. */
export async function dropUnwanted(tx: Kysely<Database>, wanted: readonly string[]): Promise<void> {
  await sql`delete from outbox where topic <> all(${[...wanted]}::text[])`.execute(tx);
}

/** Takes the oldest events of these topics off the outbox, in the order of their ids. */
export async function takeEvents(
  tx: Kysely<Database>,
  wanted: readonly string[],
  most: number,
): Promise<readonly OutboxEvent[]> {
  const { rows } = await sql<{ id: number; topic: string; payload: OutboxEvent["payload"]; created_at: Date }>`
    with taken as (
      delete from outbox where id = any(array(select id from outbox where topic = any(${[...wanted]}::text[]) order by id limit ${most}))
      returning id, topic, payload, created_at)
    select * from taken order by id`.execute(tx);
  return rows.map(({ id, topic, payload, created_at }) => ({
    ...{ id: String(id), topic, payload },
    createdAt: created_at.toISOString() as Instant,
  }));
}
