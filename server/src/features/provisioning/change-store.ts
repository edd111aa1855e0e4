import { type Kysely, sql } from "kysely";
import type { Attributes, EntryChange, EntryIssue, ProvisionPlan } from "../../core/ldap/provision/types.ts";
import { copyRows } from "../../platform/db/copy-rows.ts";
import type { Database, OpenDatabase } from "../../platform/db/open-database.ts";
import { storable } from "../sync/index.ts";
import type { LdapRunReason } from "./ports.ts";

/** Values of a member list that are kept for people to look at. */
const SAMPLE = 20;

/** A change with its place among those of the run. */
export interface NumberedChange {
  readonly seq: number;
  readonly change: EntryChange;
}

export interface StoredPlanHead {
  readonly digest: Promise<string>;
  readonly read: { readonly people: number; readonly groups: number; readonly units: number };
}

/**
 * Stores what a run intends, whole or not at all. A run that goes on after an approval keeps what it did before; what it held is in
 * the plan again.
 *
 * @returns the changes that are to be applied, with their numbers
 */
export async function storeLdapPlan(
  { pool }: Pick<OpenDatabase, "pool">,
  runId: string,
  plan: ProvisionPlan,
  applied: readonly EntryChange[],
  { digest, read }: StoredPlanHead,
): Promise<readonly NumberedChange[]> {
  const held = plan.held.filter((change) => !applied.includes(change));
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("set local statement_timeout = 0");
    await client.query("delete from ldap_change where run_id = $1 and outcome in ('held', 'planned')", [runId]);
    await client.query("delete from ldap_issue where run_id = $1", [runId]);
    const { rows } = await client.query<{ first: number }>(
      "select coalesce(max(seq) + 1, 0) as first from ldap_change where run_id = $1",
      [runId],
    );
    const first = rows[0]?.first ?? 0;
    const numbered = applied.map((change, at) => ({ seq: first + at, change }));
    const rest = held.map((change, at) => ({ seq: first + applied.length + at, change }));
    await copyRows(client, "ldap_change", CHANGE_COLUMNS, changeRows(runId, numbered, rest));
    await copyRows(client, "ldap_issue", ISSUE_COLUMNS, issueRows(runId, plan.issues));
    const sum = (of: (change: EntryChange) => number) => applied.reduce((total, change) => total + of(change), 0);
    await client.query(
      `update ldap_run set verdict = $2, changes_digest = $3, change_count = change_count + $4, held_count = $5, entries_read = $6,
         unchanged = $7, memberships = $8 where id = $1`,
      [
        runId,
        plan.verdict,
        await digest,
        applied.length,
        held.length,
        JSON.stringify({ ...read, foreign: plan.foreign }),
        JSON.stringify(plan.unchanged),
        JSON.stringify({
          added: sum(({ addMembers }) => addMembers.length),
          removed: sum((c) => c.removeMembers.length),
        }),
      ],
    );
    await client.query("commit");
    client.release();
    return numbered;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

const CHANGE_COLUMNS = {
  run_id: "value",
  seq: "value",
  kind: "value",
  verb: "value",
  subject: "value",
  label: "value",
  dn: "value",
  new_dn: "value",
  before: "json",
  after: "json",
  members: "json",
  outcome: "value",
} as const;

const ISSUE_COLUMNS = {
  run_id: "value",
  seq: "value",
  severity: "value",
  code: "value",
  kind: "value",
  subject: "value",
  label: "value",
  detail: "json",
} as const;

function* changeRows(runId: string, applied: readonly NumberedChange[], held: readonly NumberedChange[]) {
  for (const each of applied) yield changeRow(runId, each, "planned");
  for (const each of held) yield changeRow(runId, each, "held");
}

function changeRow(runId: string, { seq, change }: NumberedChange, outcome: "planned" | "held") {
  const { kind, verb, subject, label, dn, newDn, addMembers, removeMembers } = change;
  const classes: Attributes = change.addClasses.length > 0 ? { objectClass: change.addClasses } : {};
  const password: Attributes = change.password ? { userPassword: ["…"] } : {};
  const after = { ...classes, ...change.set, ...password };
  const changesMembers = addMembers.length + removeMembers.length > 0;
  return storable({
    ...{ run_id: runId, seq, kind, verb, subject, label, dn, new_dn: newDn, outcome },
    before: verb === "create" || verb === "delete" ? null : change.before,
    after: verb === "delete" ? null : after,
    members: changesMembers
      ? {
          added: addMembers.length,
          removed: removeMembers.length,
          sampleAdded: addMembers.slice(0, SAMPLE),
          sampleRemoved: removeMembers.slice(0, SAMPLE),
        }
      : null,
  });
}

function* issueRows(runId: string, issues: readonly EntryIssue[]) {
  let seq = 0;
  for (const issue of issues) yield { ...storable(issue), run_id: runId, seq: seq++ };
}

/** Writes what became of changes. */
export async function writeOutcomes(
  db: Kysely<Database>,
  runId: string,
  applied: readonly number[],
  failed: readonly { readonly seq: number; readonly failure: LdapRunReason }[],
): Promise<void> {
  if (applied.length > 0)
    await sql`
      update ldap_change set outcome = 'applied'
      where run_id = ${runId}::bigint and seq = any(${[...applied]}::integer[])`.execute(db);
  if (failed.length > 0)
    await sql`
      update ldap_change c set outcome = 'failed', failure = told.failure
      from unnest(${failed.map(({ seq }) => seq)}::integer[], ${failed.map(({ failure }) => JSON.stringify(storable(failure)))}::jsonb[])
        as told(seq, failure)
      where c.run_id = ${runId}::bigint and c.seq = told.seq`.execute(db);
}
