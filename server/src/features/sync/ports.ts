import type { Actor } from "../../core/kernel/actor.ts";
import type { Detail, Failure } from "../../core/kernel/failure.ts";
import type { Instant, PlanId, RunId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { Change, ChangeReason, Counts, Issue, RecordKind, Verdict } from "../../core/sync/plan-types.ts";
import type { Coverage, SyncTarget } from "../../core/sync/snapshot.ts";
import type { DepartmentRef, UserRef } from "../directory/index.ts";

/** What the routes of sync runs and plans need. Every method is one use case; failures are values, lost infrastructure throws. */

export type RunTrigger = "manual" | "schedule" | "event" | "approval" | "revert" | "retry" | "sign_in";

/** Statuses of a stored run (product.md 5.4). `not_synchronized` is the absence of runs. */
export type RunStatus =
  | "running"
  | "waiting_for_approval"
  | "succeeded"
  | "partially_succeeded"
  | "failed"
  | "interrupted"
  | "rejected"
  | "cancelled";

export type RunPhase =
  | "starting"
  | "reading_departments"
  | "reading_users"
  | "confirming"
  | "planning"
  | "applying"
  | "reporting";

export interface RunProgress {
  readonly phase: RunPhase;
  readonly done: number;
  /** `null` while nobody knows. */
  readonly total: number | null;
}

/**
 * Why a run ended as it did. Message and cure are rendered from the code in `contract`; a source failure may bring a
 * sharper message (with Feishu's code and log id) and then it is shown instead.
 */
export interface RunReason {
  readonly code: string;
  readonly detail: Detail;
  readonly message?: string;
  readonly cure?: string;
}

export interface SyncRun {
  readonly id: RunId;
  readonly trigger: RunTrigger;
  readonly requestedBy: Actor;
  readonly target: SyncTarget;
  readonly status: RunStatus;
  readonly progress: RunProgress;
  readonly planId: PlanId | null;
  /** Digest of the stored plan; what an approval names. */
  readonly changesDigest: string | null;
  readonly heldCount: number;
  readonly counts: Counts;
  readonly coverage: Coverage | null;
  readonly reasons: readonly RunReason[];
  readonly revertsRunId: RunId | null;
  readonly retriesRunId: RunId | null;
  readonly decidedBy: Actor | null;
  readonly decidedAt: Instant | null;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
}

/** A run as the history chart needs it. */
export type RunInHistory = Pick<SyncRun, "id" | "trigger" | "status" | "counts" | "startedAt" | "finishedAt">;

/** A stored plan without its changes and issues, which are read page by page. */
export interface StoredPlan {
  readonly id: PlanId;
  readonly target: SyncTarget;
  readonly directoryRevision: number;
  readonly complete: boolean;
  readonly coverage: Coverage;
  readonly summary: Counts;
  readonly verdict: Verdict;
  readonly changesDigest: string;
  readonly changeCount: number;
  readonly heldCount: number;
  readonly createdAt: Instant;
  /** The run that made or applied it; null for a preview. */
  readonly runId: RunId | null;
  /** It undoes a run: nothing was read for it. */
  readonly reverts: boolean;
  /** What its reading had to say. */
  readonly notes: readonly RunReason[];
}

/** A preview that has not come to a plan, or never did. */
export interface UnfinishedPreview {
  readonly id: PlanId;
  readonly target: SyncTarget;
  readonly status: "planning" | "failed" | "cancelled";
  readonly progress: RunProgress;
  readonly reasons: readonly RunReason[];
  readonly requestedBy: Actor;
  readonly createdAt: Instant;
}

/** A preview in whatever state it is. */
export type Preview = { readonly status: "ready"; readonly plan: StoredPlan } | UnfinishedPreview;

/** How many of a plan's changes and issues are of which sort. */
export interface PlanTally {
  readonly changes: readonly {
    readonly kind: RecordKind;
    readonly verb: Change["verb"];
    readonly outcome: ChangeOutcome;
    readonly count: number;
  }[];
  readonly issues: readonly (Pick<Issue, "severity" | "code" | "kind"> & { readonly count: number })[];
}

/**
 * What became of a change. `planned`: nothing was tried yet, or the run ended before it. `superseded`: left out, because an
 * event had its record read more recently.
 */
export type ChangeOutcome = "planned" | "held" | "applied" | "superseded" | "failed";

/** One row of a stored plan. `before` and `after` are the core's patches (camelCase keys). */
export interface ChangeRow {
  readonly seq: number;
  readonly kind: RecordKind;
  readonly verb: Change["verb"];
  /** The user, or for departments the department. */
  readonly subjectId: string;
  /** For memberships the department. */
  readonly departmentId: string | null;
  /** Name of the subject (for memberships of the user) now or as planned. */
  readonly label: string;
  /** For memberships the department's name. */
  readonly departmentLabel: string | null;
  readonly reason: ChangeReason;
  readonly before: { readonly [key: string]: Json } | null;
  readonly after: { readonly [key: string]: Json } | null;
  readonly outcome: ChangeOutcome;
  /** Present when the outcome is `failed`. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export type ChangeAction = "create" | "update" | "disable" | "delete";

export interface ChangeFilter {
  readonly kind?: RecordKind;
  readonly verb?: Change["verb"];
  /** Verbs by what people call them. */
  readonly action?: ChangeAction;
  readonly outcome?: ChangeOutcome;
  /** Part of a label, any case. */
  readonly text?: string;
}

export interface IssueFilter {
  readonly severity?: Issue["severity"];
  readonly code?: string;
  readonly kind?: RecordKind;
}

/** What somebody asks a run to look at; people and departments as they can be named from outside. */
export type TargetRequest =
  | { readonly kind: "all" }
  | { readonly kind: "department"; readonly department: DepartmentRef }
  | { readonly kind: "users"; readonly users: readonly UserRef[] };

export interface RunFilter {
  readonly status?: RunStatus;
  readonly trigger?: RunTrigger;
}

export type CursorFailure = Failure<"cursor_invalid">;
/** Why nothing can be read right now: product.md 4 and 5.7. */
export type ConnectionFailure = Failure<"integration_not_configured" | "user_sync_disabled">;
export type TargetFailure = Failure<"user_not_found" | "department_not_found">;
/** Why no run can begin. */
export type StartFailure = ConnectionFailure | TargetFailure | Failure<"sync_already_running">;
export type RunNotFound = Failure<"sync_run_not_found">;
export type PlanNotFound = Failure<"sync_plan_not_found">;

export interface SyncRuns {
  /** Newest first. Looks by events that succeeded are many and come only where their trigger is asked for. */
  list(filter: RunFilter, page: PageQuery): Promise<Result<Page<SyncRun>, CursorFailure>>;
  find(id: RunId): Promise<SyncRun | undefined>;
  /** The newest runs without looks by events, newest first. */
  history(limit: number): Promise<readonly RunInHistory[]>;
  /** The newest run that is no look by an event, whatever its target; undefined while nothing ever ran. */
  latest(): Promise<SyncRun | undefined>;
  /** Resolves once the run is no longer `running`, or with its state when the time has passed or the signal fires. */
  wait(id: RunId, timeoutMs: number, signal: AbortSignal): Promise<SyncRun | undefined>;
  /** Opens a run and returns at once; the work goes on in the background. */
  start(target: TargetRequest, actor: Actor): Promise<Result<SyncRun, StartFailure>>;
  /**
   * Applies what a run holds. Returns the run that does it (the same or a new one), which may still be running.
   * The digest must be the stored plan's: nobody approves what they have not seen.
   */
  approve(
    id: RunId,
    changesDigest: string,
    actor: Actor,
    /** By which way, where it was not the API; stands in the audit log. */
    way?: "card",
  ): Promise<
    Result<SyncRun, RunNotFound | Failure<"sync_run_not_waiting" | "changes_digest_mismatch" | "sync_already_running">>
  >;
  reject(id: RunId, actor: Actor): Promise<Result<SyncRun, RunNotFound | Failure<"sync_run_not_waiting">>>;
  /** Asks a running run to stop between two blocks. */
  cancel(id: RunId, actor: Actor): Promise<Result<SyncRun, RunNotFound | Failure<"sync_run_not_running">>>;
  /** Starts a run that undoes a run, or one person in it (product.md 5.6). */
  revert(
    id: RunId,
    user: UserRef | null,
    actor: Actor,
  ): Promise<
    Result<
      SyncRun,
      RunNotFound | Failure<"sync_run_not_finished" | "user_not_found" | "nothing_to_revert" | "sync_already_running">
    >
  >;
  /** Starts a run over the records that failed. */
  retry(
    id: RunId,
    actor: Actor,
  ): Promise<Result<SyncRun, RunNotFound | StartFailure | Failure<"sync_run_not_finished" | "nothing_to_retry">>>;
}

/** Why a preview is not applied. */
export type ApplyFailure =
  | ConnectionFailure
  | Failure<
      | "sync_plan_not_found"
      | "sync_plan_not_ready"
      | "sync_plan_already_applied"
      | "sync_plan_expired"
      | "sync_plan_stale"
      | "sync_plan_blocked"
      | "changes_digest_mismatch"
      | "sync_already_running"
    >;

export interface SyncPlans {
  /** Begins a preview, a plan that nobody applies yet, and returns at once. One at a time a connection. */
  start(
    target: TargetRequest,
    actor: Actor,
  ): Promise<Result<Preview, ConnectionFailure | TargetFailure | Failure<"sync_preview_running">>>;
  /** Previews of the last 24 hours, newest first. */
  list(page: PageQuery): Promise<Result<Page<Preview>, CursorFailure>>;
  /** Resolves once the plan is no longer being made, or with its state when the time has passed or the signal fires. */
  wait(id: PlanId, timeoutMs: number, signal: AbortSignal): Promise<Preview | undefined>;
  /** Applies a preview as it was shown, by a run of its own that goes on in the background. */
  apply(id: PlanId, changesDigest: string, actor: Actor): Promise<Result<SyncRun, ApplyFailure>>;
  /** Stops a preview, or drops its plan. */
  discard(id: PlanId): Promise<Result<PlanId, PlanNotFound | Failure<"sync_plan_already_applied">>>;
  /** Reads and plans a narrow target while the caller waits; beside whatever else goes on. The signal ends it early. */
  planNow(
    target: SyncTarget,
    signal: AbortSignal,
  ): Promise<
    Result<
      StoredPlan,
      | ConnectionFailure
      | {
          readonly code: "source_unreadable";
          readonly reasons: readonly RunReason[];
        }
    >
  >;
  find(id: PlanId): Promise<StoredPlan | undefined>;
  /** In the plan's order. */
  readChanges(
    id: PlanId,
    filter: ChangeFilter,
    page: PageQuery,
  ): Promise<Result<Page<ChangeRow>, PlanNotFound | CursorFailure>>;
  /** Every change that passes the filter, streamed in the plan's order; the plan is known to exist. */
  exportChanges(id: PlanId, filter: ChangeFilter): AsyncIterable<ChangeRow>;
  tally(id: PlanId): Promise<Result<PlanTally, PlanNotFound>>;
  readIssues(
    id: PlanId,
    filter: IssueFilter,
    page: PageQuery,
  ): Promise<Result<Page<Issue>, PlanNotFound | CursorFailure>>;
}

/** What "explain this person" asks of Feishu and of the planner (product.md 2.4). */
export interface UserExplanation {
  readonly query: string;
  /** Our user, when there is one. */
  readonly userId: string | null;
  /** Each step with what was found; `unknown` where it could not be told, with the code that says why. */
  readonly steps: readonly {
    readonly step: "found_in_feishu" | "in_contact_range" | "matched" | "policy" | "result";
    readonly state: "yes" | "no" | "unknown";
    readonly code: string | null;
    readonly message: string;
  }[];
  /** The Feishu record as read just now, in the API's own words; `null` when it was not found. */
  readonly feishu: { readonly [key: string]: Json } | null;
  /** What a sync of this person would do now. */
  readonly changes: readonly ChangeRow[];
  readonly issues: readonly Issue[];
}

export type ExplainUser = (
  user: UserRef,
  signal: AbortSignal,
) => Promise<Result<UserExplanation, Failure<"integration_not_configured">>>;
