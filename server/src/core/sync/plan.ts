import type { Hash } from "../kernel/derive-id.ts";
import { canonicalJson } from "../kernel/json.ts";
import { findRangeLoss, keepsItsNodes, lostGround } from "./contact-range.ts";
import { buildDepartmentTree } from "./department-tree.ts";
import { blockingReasons, holdingReasons } from "./guard.ts";
import { IssueList } from "./issues.ts";
import { matchUsers } from "./match-users.ts";
import type { PlanContext, PlanInput } from "./plan-context.ts";
import { planDepartmentRemovals } from "./plan-department-removals.ts";
import { planDepartments } from "./plan-departments.ts";
import { planDepartures } from "./plan-departures.ts";
import { planMemberships, wishedMemberships } from "./plan-memberships.ts";
import { type Change, PLAN_SCHEMA_VERSION, type Plan, type Verdict } from "./plan-types.ts";
import { planUsers } from "./plan-users.ts";
import { indexDirectory } from "./snapshot-index.ts";
import { emptyCounts, summarize } from "./summary.ts";

/**
 * Computes what a sync would do. Total and deterministic: the same snapshots in any order give the same plan, and no data
 * makes it throw. A removal outside complete coverage cannot come into being (product.md section 2.2).
 */
export function plan(input: PlanInput): Plan {
  // What deciding needs besides its outcome is dead once it returns; a large plan's digest wants the room.
  const { changes, held, issues, verdict, summary } = decide(input);
  const { source, directory, policy, tools } = input;
  return {
    schemaVersion: PLAN_SCHEMA_VERSION,
    target: source.target,
    base: { directoryRevision: directory.revision, rulesDigest: tools.hash(canonicalJson(policy)) },
    coverage: source.coverage,
    complete: source.coverage.unread.length === 0,
    range: source.coverage.range,
    changes,
    held,
    issues,
    summary,
    verdict,
    changesDigest: digestChanges(tools.hash, changes, held),
  };
}

type Decision = Pick<Plan, "changes" | "held" | "issues" | "verdict" | "summary">;

function decide(input: PlanInput): Decision {
  const context = prepare(input);
  const { issues } = context.issues;
  const tree = buildDepartmentTree(input.source.departments);
  const people = matchUsers(context);
  const blocked = blockingReasons(context, tree, people);
  if (blocked.length > 0) {
    return { changes: [], held: [], issues, verdict: { kind: "blocked", reasons: blocked }, summary: emptyCounts() };
  }

  const departments = planDepartments(context, tree, people.idOf);
  const wished = wishedMemberships(context, departments);
  const users = planUsers(context, people, wished);
  const moves = planMemberships(context, departments, wished, users.follows);
  const departures = planDepartures(context, people, users);
  const departmentRemovals = planDepartmentRemovals(context, departments, [moves.changes, departures.memberships]);

  // References stay whole: parents before children, both before memberships; removals the other way round.
  const changes = concat<Change>(departments.changes, users.changes, moves.changes);
  const removals = concat<Change>(departures.memberships, users.removals, departures.users, departmentRemovals);
  const reasons = holdingReasons(context, input.history, removals, changes);
  const unchanged = { users: users.unchanged, departments: departments.unchanged, memberships: moves.unchanged };
  if (reasons.length > 0) {
    const summary = summarize(changes, issues, unchanged);
    return { changes, held: removals, issues, verdict: { kind: "needs_approval", reasons }, summary };
  }
  const all = removals.length === 0 ? changes : concat(changes, removals);
  const verdict: Verdict = all.length === 0 ? { kind: "empty" } : { kind: "applyable" };
  return { changes: all, held: [], issues, verdict, summary: summarize(all, issues, unchanged) };
}

/** One list of just the length it needs: spreading lists of a hundred thousand into one grows it step by step. */
function concat<Item>(...lists: readonly (readonly Item[])[]): readonly Item[] {
  return ([] as readonly Item[]).concat(...lists);
}

function prepare({ source, directory, policy, history, tools }: PlanInput): PlanContext {
  const index = indexDirectory(directory);
  const everything = source.target.kind === "all";
  const treeRead = !source.coverage.unread.some(({ what }) => what === "department_tree");
  const rangeLoss = everything ? findRangeLoss(history.acceptedRange, source) : null;
  return {
    source,
    index,
    policy,
    tools,
    issues: new IssueList(),
    readableAttributes: new Set([...source.readable.attributes].sort()),
    // A single person who could not be confirmed leaves the rest of a reading as good as it was.
    everythingRead: everything && source.coverage.unread.every(({ what }) => what === "user"),
    treeComplete: everything && treeRead,
    absenceProves:
      !history.removalsFrozen &&
      (source.target.kind !== "records" || keepsItsNodes(history.acceptedRange, source.coverage.range)),
    departmentsListed: source.target.kind !== "department" && treeRead,
    rangeLoss,
    lostGround: lostGround(rangeLoss, source, index),
  };
}

/**
 * Digest an approval binds to. Chained in pieces, so that a plan of a million changes needs no text of a gigabyte. Plain
 * JSON will do: every change is built with its keys in one order.
 */
export function digestChanges(hash: Hash, changes: readonly Change[], held: readonly Change[]): string {
  const PIECE = 64;
  let digest = hash("");
  for (const [name, list] of [
    ["changes", changes],
    ["held", held],
  ] as const) {
    for (let from = 0; from < list.length; from += PIECE) {
      digest = hash(digest + name + JSON.stringify(list.slice(from, from + PIECE)));
    }
  }
  return digest;
}
