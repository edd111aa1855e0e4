import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/db/open-database.ts";

/** Rows of one fetch, where taking them in may hold the event loop for a few milliseconds at most. */
const BATCH = 500;

/**
 * Hands the rows of a query on through a cursor, batch by batch: one plan for the whole, however many rows, and never more than a batch
 * of them here. In a transaction; one such reading at a time.
 */
export async function readInBatches<Row>(
  tx: Kysely<Database>,
  query: RawBuilder<unknown>,
  take: (rows: readonly Row[]) => void,
  batch = BATCH,
): Promise<void> {
  // Everything will be read, so the plan is to be the quickest to its end, not to its first rows.
  await sql`set local cursor_tuple_fraction = 1`.execute(tx);
  await sql`declare batches no scroll cursor for ${query}`.execute(tx);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(batch)} from batches`.execute(tx);
    if (rows.length > 0) take(rows);
    if (rows.length < batch) break;
  }
  await sql`close batches`.execute(tx);
}
