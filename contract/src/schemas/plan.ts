import { z } from "zod";
import { actor, fieldValues, instant, pageQuery, reason, runId, searchText, uuid } from "./base.ts";
import { counts, coverage, progress, target } from "./sync-run.ts";

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
const OUTCOMES = ["planned", "held", "applied", "superseded", "failed"] as const;
const SEVERITIES = ["error", "skipped", "warning", "note"] as const;

/** What a list of changes is narrowed to by what people call it; a membership is an update of its person. */
const CHANGE_ACTIONS = ["create", "update", "disable", "delete"] as const;

/** A stored plan; its changes and issues are lists of their own. */
const syncPlan = z
  .object({
    id: uuid,
    status: z.literal("ready"),
    target,
    created_at: instant,
    reasons: z.array(reason).describe("What to know about the reading"),
    directory_revision: z.int().nonnegative(),
    complete: z.boolean(),
    coverage: coverage.nullable().describe("null for the plan of a revert, which reads nothing"),
    summary: counts.describe("As if every change and nothing held were applied"),
    verdict: z.object({
      kind: z.enum(["empty", "applyable", "needs_approval", "blocked"]),
      reasons: z.array(reason),
    }),
    changes_digest: z.string(),
    change_count: z.int().nonnegative(),
    held_count: z.int().nonnegative(),
    run: runId.nullable().describe("The run that made or applied it; null for a preview"),
    expires_at: instant.nullable().describe("Until when a preview can be applied"),
  })
  .meta({ id: "SyncPlan" });
export type SyncPlanView = z.infer<typeof syncPlan>;

/** A preview on its way to a plan. */
const syncPlanInMaking = z
  .object({ id: uuid, status: z.literal("planning"), target, created_at: instant, requested_by: actor, progress })
  .meta({ id: "SyncPlanInMaking" });

/** A preview that never came to a plan. */
const syncPlanFailed = z
  .object({
    id: uuid,
    status: z.enum(["failed", "cancelled"]),
    target,
    created_at: instant,
    requested_by: actor,
    reasons: z.array(reason),
  })
  .meta({ id: "SyncPlanFailed" });

/** A preview in whatever state it is. */
export const syncPreview = z.union([syncPlanInMaking, syncPlanFailed, syncPlan]);
export type SyncPreviewView = z.infer<typeof syncPreview>;

/** How many of a plan's changes and issues are of which sort. */
export const planTally = z
  .object({
    changes: z.array(
      z.object({
        kind: z.enum(RECORD_KINDS),
        verb: z.enum(VERBS),
        outcome: z.enum(OUTCOMES),
        count: z.int().nonnegative(),
      }),
    ),
    issues: z.array(
      z.object({
        severity: z.enum(SEVERITIES),
        code: z.string(),
        kind: z.enum(RECORD_KINDS),
        count: z.int().nonnegative(),
      }),
    ),
  })
  .meta({ id: "PlanTally" });
export type PlanTallyView = z.infer<typeof planTally>;

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
    values: z.record(z.string(), z.unknown()).optional().describe("What the sentence is about, for other languages"),
  })
  .meta({ id: "PlanIssue" });
export type PlanIssueView = z.infer<typeof planIssue>;

export const changeQuery = z.strictObject({
  ...pageQuery,
  kind: z.enum(RECORD_KINDS).optional(),
  verb: z.enum(VERBS).optional(),
  action: z.enum(CHANGE_ACTIONS).optional().describe("Verbs by what people call them"),
  outcome: z.enum(OUTCOMES).optional(),
  search: searchText.optional(),
});

export const issueQuery = z.strictObject({
  ...pageQuery,
  severity: z.enum(SEVERITIES).optional(),
  code: z.string().max(100).optional(),
  kind: z.enum(RECORD_KINDS).optional(),
});
