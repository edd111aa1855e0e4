import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/db/open-database.ts";

const BATCH = 1000;

/**
 * Streams the rows of a query at one revision of the directory, through a cursor: one plan for the whole, and never more than
 * a batch of rows here. Whoever stops early ends the transaction.
 *
 * @param map makes what is handed out of a batch; may read more in the same transaction
 */
export async function* streamRows<Row, Item>(
  db: Kysely<Database>,
  query: RawBuilder<Row>,
  map: (tx: Kysely<Database>, rows: readonly Row[]) => Promise<readonly Item[]>,
): AsyncGenerator<Item> {
  const tx = await db.startTransaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute();
  try {
    // Everything will be read, so the plan is to be the quickest to its end, not to its first rows.
    await sql`set local cursor_tuple_fraction = 1`.execute(tx);
    await sql`declare stream no scroll cursor for ${query}`.execute(tx);
    for (;;) {
      const { rows } = await sql<Row>`fetch ${sql.lit(BATCH)} from stream`.execute(tx);
      yield* await map(tx, rows);
      if (rows.length < BATCH) return;
    }
  } finally {
    await tx.rollback().execute();
  }
}
