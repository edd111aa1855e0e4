import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/db/open-database.ts";

/** Rows of one fetch: taking them in holds the event loop for a few milliseconds. */
const BATCH = 500;

/** Hands the rows of a query on, batch by batch. In a transaction; one such reading at a time. */
export async function readInBatches<Row>(
  tx: Kysely<Database>,
  query: RawBuilder<unknown>,
  take: (rows: readonly Row[]) => void,
): Promise<void> {
  // Everything will be read, so the plan is to be the quickest to its end, not to its first rows.
  await sql`set local cursor_tuple_fraction = 1`.execute(tx);
  await sql`declare batches no scroll cursor for ${query}`.execute(tx);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(BATCH)} from batches`.execute(tx);
    if (rows.length > 0) take(rows);
    if (rows.length < BATCH) break;
  }
  await sql`close batches`.execute(tx);
}
