import { type Kysely, sql } from "kysely";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { ChangeName } from "../../core/ldap/provision/narrow-plan.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { ChangeFilter, StoredChange, StoredIssue } from "./ports.ts";

const EXPORT_PAGE = 500;

async function readSome(db: Kysely<Database>, runId: string, filter: ChangeFilter, after: number, limit: number) {
  const conditions = [sql`run_id = ${runId}::bigint`, sql`seq > ${after}`];
  if (filter.kind) conditions.push(sql`kind = ${filter.kind}`);
  if (filter.verb) conditions.push(sql`verb = ${filter.verb}`);
  if (filter.outcome) conditions.push(sql`outcome = ${filter.outcome}`);
  if (filter.search) {
    // PostgreSQL refuses U+0000, which no stored text holds.
    const wanted = filter.search.toLowerCase().replaceAll("\0", "\ufffd");
    conditions.push(sql`(strpos(lower(label), ${wanted}) > 0 or strpos(lower(dn), ${wanted}) > 0)`);
  }
  const { rows } = await sql<StoredChange>`
    select seq, kind, verb, outcome, subject, label, dn, new_dn as "newDn", before, after, members, failure
    from ldap_change where ${sql.join(conditions, sql` and `)} order by seq limit ${limit}`.execute(db);
  return rows;
}

/** Reads what a run planned, in its order. Undefined when the cursor is not of this list. */
export async function readChanges(
  db: Kysely<Database>,
  runId: string,
  filter: ChangeFilter,
  { limit, cursor }: PageQuery,
): Promise<Page<StoredChange> | undefined> {
  if (cursor !== null && !/^[0-9]{1,9}$/.test(cursor)) return undefined;
  const rows = await readSome(db, runId, filter, cursor === null ? -1 : Number(cursor), limit + 1);
  return toPage(rows, limit);
}

export async function* exportChanges(
  db: Kysely<Database>,
  runId: string,
  filter: ChangeFilter,
): AsyncGenerator<StoredChange> {
  let after = -1;
  for (;;) {
    const rows = await readSome(db, runId, filter, after, EXPORT_PAGE);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < EXPORT_PAGE) return;
    after = last.seq;
  }
}

/** Reads what a person should know about single entries. Undefined when the cursor is not of this list. */
export async function readIssues(
  db: Kysely<Database>,
  runId: string,
  { limit, cursor }: PageQuery,
): Promise<Page<StoredIssue> | undefined> {
  if (cursor !== null && !/^[0-9]{1,9}$/.test(cursor)) return undefined;
  const { rows } = await sql<StoredIssue & { seq: number }>`
    select seq, severity, code, kind, subject, label, detail from ldap_issue
    where run_id = ${runId}::bigint and seq > ${cursor === null ? -1 : Number(cursor)} order by seq limit ${limit + 1}`.execute(
    db,
  );
  return toPage(rows, limit);
}

function toPage<Row extends { readonly seq: number }>(rows: readonly Row[], limit: number): Page<Row> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.seq) : null, total: null };
}

/** The entries of a run that failed. */
export async function readFailed(db: Kysely<Database>, runId: string): Promise<readonly ChangeName[]> {
  const { rows } = await sql<ChangeName>`
    select kind, subject from ldap_change where run_id = ${runId}::bigint and outcome = 'failed'`.execute(db);
  return rows;
}
