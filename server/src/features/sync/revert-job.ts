import type { DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../../core/directory/types.ts";
import type { Hash } from "../../core/kernel/derive-id.ts";
import type { Instant, PlanId, RunId, UserId } from "../../core/kernel/ids.ts";
import { digestChanges } from "../../core/sync/plan.ts";
import { type Counts, PLAN_SCHEMA_VERSION, type Plan, type Verdict } from "../../core/sync/plan-types.ts";
import type { SyncPolicy } from "../../core/sync/policy.ts";
import { planRevert, type RevertPlan } from "../../core/sync/revert.ts";
import type { ContactRange, Coverage } from "../../core/sync/snapshot.ts";
import { summarize } from "../../core/sync/summary.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { makeDirectoryReader } from "../directory/index.ts";
import { readAppliedSteps } from "./change-row-reader.ts";
import { readSyncHistory } from "./history-store.ts";
import { headOf, type PlanHead, storePlan } from "./plan-store.ts";

/** What is to be undone. Plain data: it crosses into the worker. */
export interface RevertRequest {
  readonly planId: PlanId;
  readonly connectionId: string;
  readonly runId: RunId;
  /** Only what the run did to this person. */
  readonly userId: UserId | null;
  readonly guard: SyncPolicy["guard"];
  readonly now: Instant;
}

/** Plans the undoing of a run against the directory as it is now, and stores the plan (product.md 5.6). */
export async function planRevertOfRun(database: OpenDatabase, request: RevertRequest, hash: Hash): Promise<PlanHead> {
  const { connectionId, runId, userId, guard, now } = request;
  const here = {
    departments: [] as DirectoryDepartment[],
    users: [] as DirectoryUser[],
    memberships: [] as DirectoryMembership[],
  };
  const applied = (await readAppliedSteps(database.kysely, runId, userId)).map(({ change }) => change);
  const { revision } = await makeDirectoryReader(database.kysely, connectionId).readAll({
    departments: (batch) => void here.departments.push(...batch),
    users: (batch) => void here.users.push(...batch),
    memberships: (batch) => void here.memberships.push(...batch),
  });
  const history = await readSyncHistory(database.kysely, connectionId, now);
  const revert = planRevert({ applied, directory: { ...here, revision, takenUsernames: [] }, guard, history });
  const plan = toPlan(revert, revision, history.acceptedRange, hash);
  const head = headOf(request.planId, plan);
  await storePlan(database, plan, head, { connectionId, readFrom: null, createdAt: now });
  return head;
}

/** A revert reads nothing from Feishu, and its coverage says so: nothing expected, nothing read, nothing missing. */
function toPlan(revert: RevertPlan, directoryRevision: number, acceptedRange: ContactRange | null, hash: Hash): Plan {
  const { changes, held, reasons } = revert;
  const range: ContactRange = acceptedRange ?? { mode: "partial", departments: [], users: [] };
  const coverage: Coverage = {
    range,
    departmentsExpected: 0,
    departmentsRead: 0,
    departmentsRefused: 0,
    usersRead: 0,
    usersHint: null,
    unread: [],
    calls: 0,
  };
  const verdict: Verdict =
    reasons.length > 0 ? { kind: "needs_approval", reasons } : { kind: changes.length === 0 ? "empty" : "applyable" };
  return {
    schemaVersion: PLAN_SCHEMA_VERSION,
    target: { kind: "all" },
    base: { directoryRevision, rulesDigest: hash("revert") },
    coverage,
    complete: true,
    range,
    changes,
    held,
    issues: [],
    summary: withMovedOn(summarize(changes, [], { users: 0, departments: 0, memberships: 0 }), revert),
    verdict,
    changesDigest: digestChanges(hash, changes, held),
  };
}

/** Records that changed again since are left as they are. */
function withMovedOn(counts: Counts, { movedOn }: RevertPlan): Counts {
  const skipped = (kind: "users" | "departments") => ({
    ...counts[kind],
    skipped: movedOn.filter((record) => record.kind === kind).length,
  });
  return { ...counts, users: skipped("users"), departments: skipped("departments") };
}
