import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { EntryKind, EntryVerb } from "../../core/ldap/provision/types.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { EntryCounts, LdapRun, RunFilter } from "./ports.ts";

interface Row {
  id: number;
  target_id: string;
  target_name: string;
  purpose: LdapRun["purpose"];
  trigger: LdapRun["trigger"];
  status: LdapRun["status"];
  verdict: LdapRun["verdict"];
  reasons: LdapRun["reasons"];
  memberships: LdapRun["memberships"];
  entries_read: LdapRun["read"];
  unchanged: Readonly<Record<EntryKind, number>> | null;
  changes_digest: string | null;
  change_count: number;
  held_count: number;
  progress: LdapRun["progress"];
  requested_by: Actor;
  decided_by: Actor | null;
  decided_at: Date | null;
  retries_run: number | null;
  applies_run: number | null;
  started_at: Date;
  finished_at: Date | null;
  tally: readonly { kind: EntryKind; verb: EntryVerb; outcome: string; count: number }[] | null;
}

async function readRuns(db: Kysely<Database>, tail: RawBuilder<unknown>): Promise<LdapRun[]> {
  const { rows } = await sql<Row>`
    select r.*, t.name as target_name,
      (select jsonb_agg(tallied) from (
        select kind, verb, outcome, count(*) as count from ldap_change c where c.run_id = r.id group by kind, verb, outcome
      ) tallied) as tally
    from ldap_run r join ldap_target t on t.id = r.target_id ${tail}`.execute(db);
  return rows.map(toRun);
}

/** Runs and previews of a server, newest first. Undefined when the cursor is not of this list. */
export async function listLdapRuns(
  db: Kysely<Database>,
  targetId: string,
  filter: RunFilter,
  { limit, cursor }: PageQuery,
): Promise<Page<LdapRun> | undefined> {
  if (cursor !== null && !isRunNumber(cursor)) return undefined;
  const conditions = [sql`r.target_id = ${targetId}::uuid`];
  if (cursor !== null) conditions.push(sql`r.id < ${cursor}::bigint`);
  if (filter.status) conditions.push(sql`r.status = ${filter.status}`);
  if (filter.purpose) conditions.push(sql`r.purpose = ${filter.purpose}`);
  const runs = await readRuns(db, sql`where ${sql.join(conditions, sql` and `)} order by r.id desc limit ${limit + 1}`);
  const items = runs.slice(0, limit);
  return { items, nextCursor: runs.length > limit ? (items.at(-1)?.id ?? null) : null, total: null };
}

export async function findLdapRun(db: Kysely<Database>, id: string): Promise<LdapRun | undefined> {
  return isRunNumber(id) ? (await readRuns(db, sql`where r.id = ${id}::bigint`))[0] : undefined;
}

function isRunNumber(text: string): boolean {
  return /^[0-9]{1,18}$/.test(text);
}

const WORDS = {
  create: "created",
  adopt: "adopted",
  update: "updated",
  rename: "renamed",
  disable: "disabled",
  delete: "deleted",
} as const;

/** What was done; for what only plans, and while it runs, what would be. */
function countsOf(row: Row): EntryCounts {
  const over =
    row.status !== "running" && row.status !== "planned" && row.purpose === "run" && row.verdict !== "blocked";
  const empty = () => ({
    ...{ created: 0, adopted: 0, updated: 0, renamed: 0, disabled: 0, deleted: 0, unchanged: 0, failed: 0 },
  });
  const counts = { people: empty(), groups: empty(), units: empty() };
  for (const kind of ["people", "groups", "units"] as const) counts[kind].unchanged = row.unchanged?.[kind] ?? 0;
  for (const { kind, verb, outcome, count } of row.tally ?? []) {
    if (outcome === "failed") counts[kind].failed += count;
    else if (outcome === "applied" || (outcome === "planned" && !over)) counts[kind][WORDS[verb]] += count;
  }
  return counts;
}

function toRun(row: Row): LdapRun {
  const instant = (date: Date | null) => (date?.toISOString() ?? null) as Instant | null;
  const number = (id: number | null) => (id === null ? null : String(id));
  return {
    id: String(row.id),
    target: { id: row.target_id, name: row.target_name },
    purpose: row.purpose,
    trigger: row.trigger,
    status: row.status,
    counts: countsOf(row),
    memberships: row.memberships,
    read: row.entries_read,
    verdict: row.verdict,
    reasons: row.reasons,
    changesDigest: row.changes_digest,
    changeCount: row.change_count,
    heldCount: row.held_count,
    progress: row.progress,
    requestedBy: row.requested_by,
    decidedBy: row.decided_by,
    decidedAt: instant(row.decided_at),
    retriesRun: number(row.retries_run),
    appliesRun: number(row.applies_run),
    startedAt: row.started_at.toISOString() as Instant,
    finishedAt: instant(row.finished_at),
  };
}
