import { z } from "zod";
import { fieldValues, instant, pageQuery, reason, searchText, uuid } from "./base.ts";
import { counts, coverage, target } from "./sync-run.ts";

const RECORD_KINDS = ["users", "departments", "memberships"] as const;
const VERBS = [
  "create",
  "update",
  "move",
  "link",
  "deactivate",
  "reactivate",
  "remove",
  "add_member",
  "remove_member",
] as const;
const OUTCOMES = ["planned", "held", "applied", "failed"] as const;
const SEVERITIES = ["error", "skipped", "warning", "note"] as const;

/** A stored plan; its changes and issues are lists of their own. */
export const syncPlan = z
  .object({
    id: uuid,
    target,
    created_at: instant,
    directory_revision: z.int().nonnegative(),
    complete: z.boolean(),
    coverage,
    summary: counts.describe("As if every change and nothing held were applied"),
    verdict: z.object({
      kind: z.enum(["empty", "applyable", "needs_approval", "blocked"]),
      reasons: z.array(reason),
    }),
    changes_digest: z.string(),
    change_count: z.int().nonnegative(),
    held_count: z.int().nonnegative(),
  })
  .meta({ id: "SyncPlan" });
export type SyncPlanView = z.infer<typeof syncPlan>;

/** One step of a plan and what became of it. `before` and `after` hold the keys that change. */
export const planChange = z
  .object({
    seq: z.int().nonnegative(),
    kind: z.enum(RECORD_KINDS),
    verb: z.enum(VERBS),
    outcome: z.enum(OUTCOMES),
    subject_id: uuid.describe("The user, or for departments the department"),
    label: z.string(),
    department_id: uuid.nullable().describe("For memberships the department"),
    department_label: z.string().nullable(),
    reason: z.string(),
    before: fieldValues,
    after: fieldValues,
    failure: reason.nullable(),
  })
  .meta({ id: "PlanChange" });
export type PlanChangeView = z.infer<typeof planChange>;

export const planIssue = z
  .object({
    severity: z.enum(SEVERITIES),
    code: z.string(),
    kind: z.enum(RECORD_KINDS),
    key: z.string().describe("union_id, open_department_id, or our id where there is no other"),
    id: uuid.nullable(),
    label: z.string(),
    message: z.string(),
    cure: z.string(),
  })
  .meta({ id: "PlanIssue" });
export type PlanIssueView = z.infer<typeof planIssue>;

export const changeQuery = z.strictObject({
  ...pageQuery,
  kind: z.enum(RECORD_KINDS).optional(),
  verb: z.enum(VERBS).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  search: searchText.optional(),
});

export const issueQuery = z.strictObject({
  ...pageQuery,
  severity: z.enum(SEVERITIES).optional(),
  code: z.string().max(100).optional(),
  kind: z.enum(RECORD_KINDS).optional(),
});
