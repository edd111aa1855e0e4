import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../../platform/db/open-database.ts";

/** What a reader of the directory could see: a snapshot of PostgreSQL's, as text. */
export type DeltaSnapshot = string & { readonly deltaSnapshot: never };

export type DeltaKind = "user" | "department" | "group";

/** Deltas are forgotten after this; what was read longer ago has to be read again as a whole. */
const KEPT_MINUTES = 60;
const TRUSTED_SECONDS = (KEPT_MINUTES - 10) * 60;

/** The snapshot of a transaction that reads. */
export async function readSnapshot(tx: Kysely<Database>): Promise<DeltaSnapshot> {
  const { rows } = await sql<{ snapshot: DeltaSnapshot }>`select pg_current_snapshot()::text as snapshot`.execute(tx);
  return (rows[0] as { snapshot: DeltaSnapshot }).snapshot;
}

/** What there is to know about the changes since a snapshot. */
export interface News {
  /** Seconds of the database's clock. */
  readonly at: number;
  readonly anything: boolean;
  /** Some changes do not say which records they were about. */
  readonly tooMuch: boolean;
}

export async function readNews(db: Kysely<Database>, held: DeltaSnapshot): Promise<News> {
  const { rows } = await sql<News>`
    select extract(epoch from clock_timestamp())::float8 as at, count(*) > 0 as anything,
      coalesce(bool_or(ids is null), false) as "tooMuch"
    from directory_delta where ${isNews(held)}`.execute(db);
  return rows[0] as News;
}

/** Whether everything that changed between two looks of the database's clock is still written down. */
export function isRemembered(before: number, after: number): boolean {
  return after - before < TRUSTED_SECONDS;
}

/** The ids of a kind that changed since a snapshot, each once: a query with the column `id`. */
export function selectChanged(kind: DeltaKind, held: DeltaSnapshot): RawBuilder<unknown> {
  return sql`select distinct unnest(ids) as id from directory_delta where kind = ${kind} and ${isNews(held)}`;
}

/**
 * A transaction that ended after the snapshot, before the present one. Those beyond the present one are of another server,
 * whose tables were copied here.
 */
function isNews(held: DeltaSnapshot): RawBuilder<boolean> {
  return sql`(xid >= pg_snapshot_xmin(${held}::pg_snapshot) and not pg_visible_in_snapshot(xid, ${held}::pg_snapshot)
    and xid < pg_snapshot_xmax(pg_current_snapshot()))`;
}

/** Forgets deltas that everybody has seen by now. */
export async function forgetDeltas(db: Kysely<Database>): Promise<void> {
  await sql`delete from directory_delta where at < now() - make_interval(mins => ${KEPT_MINUTES})`.execute(db);
}
