import { type Kysely, sql } from "kysely";
import type { Json } from "../../core/kernel/json.ts";
import type { Database } from "../db/open-database.ts";

/** Something that happened, by topic (`user.disabled`) with the ids it is about. */
export interface DomainEvent {
  /** Grows with time; the same event is never handed on under another id. */
  readonly id: number;
  readonly topic: string;
  readonly payload: { readonly [key: string]: Json };
}

/** Writes an event; pass the transaction of the change it speaks of. */
export async function appendEvent(tx: Kysely<Database>, topic: string, payload: DomainEvent["payload"]): Promise<void> {
  await sql`insert into outbox (topic, payload) values (${topic}, ${JSON.stringify(payload)}::jsonb)`.execute(tx);
}

/** Events that wait, and the note that they were handed on. */
export interface OutboxStore {
  /**
   * Takes the oldest waiting events, hands them over, and marks them in the same transaction: when handing over throws,
   * they wait again. Several processes may do this at once; each event goes to one of them.
   *
   * @returns how many were handed on
   */
  handOn(limit: number, hear: (events: readonly DomainEvent[]) => Promise<void>): Promise<number>;
  /** Forgets events that were handed on before a time. */
  forgetBefore(time: Date): Promise<void>;
}

export function makeOutboxStore(db: Kysely<Database>): OutboxStore {
  return {
    handOn: (limit, hear) =>
      db.transaction().execute(async (tx) => {
        const { rows } = await sql<DomainEvent>`
          select id, topic, payload from outbox where handed_on_at is null order by id limit ${limit} for update skip locked`.execute(
          tx,
        );
        if (rows.length === 0) return 0;
        await hear(rows);
        await sql`update outbox set handed_on_at = now() where id = any(${rows.map(({ id }) => id)}::bigint[])`.execute(
          tx,
        );
        return rows.length;
      }),
    async forgetBefore(time) {
      await sql`delete from outbox where handed_on_at < ${time}`.execute(db);
    },
  };
}
