import { z } from "zod";
import { actor, instant, reason, runId, uuid } from "./base.ts";

const tally = z.int().nonnegative();

const kindCounts = z
  .object({
    created: tally,
    updated: tally,
    disabled: tally,
    restored: tally,
    deleted: tally,
    unchanged: tally,
    skipped: tally,
    failed: tally,
  })
  .meta({ id: "KindCounts" });

/** Counts per kind (product.md section 4). */
export const counts = z
  .object({ users: kindCounts, departments: kindCounts, memberships: kindCounts })
  .meta({ id: "Counts" });

/** What a run or plan looks at. */
export const target = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("all") }),
    z.object({ kind: z.literal("department"), open_department_id: z.string() }),
    z.object({ kind: z.literal("users"), open_ids: z.array(z.string()) }),
    z
      .object({
        kind: z.literal("records"),
        open_ids: z.array(z.string()),
        open_department_ids: z.array(z.string()).describe("Without their members"),
      })
      .describe("What events of Feishu named"),
  ])
  .meta({ id: "Target" });

const userRefText = z.string().trim().min(1).max(320);

/** What somebody asks a run to look at; `all` when left out. */
export const targetRequest = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("all") }),
    z.strictObject({
      kind: z.literal("department"),
      department: z.string().trim().min(1).max(200).describe("Our id, or an open_department_id (od-…)"),
    }),
    z.strictObject({
      kind: z.literal("users"),
      users: z
        .array(userRefText)
        .min(1)
        .max(200)
        .describe("Each an id, open_id (ou_…), union_id (on_…), e-mail, mobile (+…) or username"),
    }),
  ])
  .meta({ id: "TargetRequest" });

/** How far the reading can be trusted. */
export const coverage = z
  .object({
    complete: z.boolean(),
    range: z.object({
      mode: z.enum(["all", "partial"]),
      departments: tally.describe("Nodes the contact range lists; 0 with mode all"),
      users: tally.describe("People the contact range lists one by one"),
    }),
    departments_expected: tally,
    departments_read: tally,
    departments_refused: tally,
    users_read: tally,
    users_hint: tally.nullable().describe("By Feishu's own member counts, which may lag; null where not readable"),
    unread_count: tally,
    unread: z
      .array(
        z.object({
          what: z.enum(["department_tree", "department_members", "root_members", "user"]),
          key: z.string(),
          code: z.string(),
          message: z.string(),
        }),
      )
      .describe("The first hundred parts that could not be read; nobody below one is removed"),
    calls: tally.describe("Calls of Feishu's API"),
  })
  .meta({ id: "Coverage" });

export const RUN_STATUSES = [
  "running",
  "waiting_for_approval",
  "succeeded",
  "partially_succeeded",
  "failed",
  "interrupted",
  "rejected",
  "cancelled",
] as const;
export const RUN_TRIGGERS = ["manual", "schedule", "event", "approval", "revert", "retry", "sign_in"] as const;

/** What a run or preview is doing right now. */
export const progress = z
  .object({
    phase: z.enum([
      "starting",
      "reading_departments",
      "reading_users",
      "confirming",
      "planning",
      "applying",
      "reporting",
    ]),
    done: tally,
    total: tally.nullable().describe("null while nobody knows"),
  })
  .meta({ id: "Progress" });

/** One run (product.md section 4), with what is needed to follow and decide it. */
export const syncRun = z
  .object({
    id: runId,
    trigger: z.enum(RUN_TRIGGERS),
    status: z.enum(RUN_STATUSES),
    counts,
    coverage: coverage.nullable().describe("null until something was read, and for a revert, which reads nothing"),
    reasons: z.array(reason),
    started_at: instant,
    finished_at: instant.nullable(),
    requested_by: actor,
    target,
    plan_id: uuid.nullable(),
    changes_digest: z.string().nullable().describe("Names the stored changes; an approval repeats it"),
    held_count: tally,
    progress,
    reverts_run: runId.nullable(),
    retries_run: runId.nullable(),
    decided_by: actor.nullable(),
    decided_at: instant.nullable(),
  })
  .meta({ id: "SyncRun" });
export type SyncRunView = z.infer<typeof syncRun>;

/** A run as the history chart needs it. */
export const runInHistory = syncRun
  .pick({ id: true, trigger: true, status: true, counts: true, started_at: true, finished_at: true })
  .meta({ id: "SyncRunInHistory" });
export type RunInHistoryView = z.infer<typeof runInHistory>;

/** The state before the first run (S11), with the same leading keys as a run. */
const notSynchronized = z
  .object({
    id: z.null(),
    trigger: z.null(),
    status: z.literal("not_synchronized"),
    counts,
    coverage: z.null(),
    reasons: z.array(reason),
    started_at: z.null(),
    finished_at: z.null(),
  })
  .meta({ id: "NotSynchronized" });

export const syncStatus = z.union([syncRun, notSynchronized]);
export type SyncStatusView = z.infer<typeof syncStatus>;
