import type {
  DepartmentFields,
  DepartmentLink,
  DepartmentPin,
  DepartmentStatus,
  LinkedIdentity,
  UserFields,
  UserPin,
  UserStatus,
} from "../directory/types.ts";
import type { DepartmentId, UserId } from "../kernel/ids.ts";
import type { ContactRange, Coverage, SyncTarget } from "./snapshot.ts";

export const PLAN_SCHEMA_VERSION = 1;

/** Why a change is in the plan. For people; nothing branches on it. */
export type ChangeReason =
  | "new_in_feishu"
  | "same_email"
  | "same_link"
  | "returned"
  | "thawed"
  | "changed_in_feishu"
  | "moved_in_feishu"
  | "frozen"
  | "exited"
  | "resigned"
  | "gone_from_feishu"
  | "unmatched_local"
  | "left_department"
  | "reverted"
  | "pin_released";

/** The settable state of a user in a change: only the keys that change are present. */
export interface UserPatch extends Partial<UserFields> {
  readonly status?: UserStatus;
  readonly disabledBy?: "sync" | "operator" | null;
  readonly link?: LinkedIdentity | null;
  readonly pin?: UserPin | null;
}

export interface DepartmentPatch extends Partial<DepartmentFields> {
  readonly status?: DepartmentStatus;
  readonly link?: DepartmentLink | null;
  readonly pin?: DepartmentPin | null;
}

/** A new user, whole. */
export interface NewUser extends UserFields {
  readonly username: string;
  readonly status: UserStatus;
  readonly disabledBy: "sync" | null;
  readonly link: LinkedIdentity;
}

export interface NewDepartment extends DepartmentFields {
  readonly link: DepartmentLink;
}

export interface MembershipFields {
  readonly primary: boolean;
  readonly userOrder: number;
  readonly departmentOrder: number;
}

interface Step {
  readonly reason: ChangeReason;
}

/**
 * One step of a plan. `before` holds the values the step relies on (checked again when it is applied), `after` those it
 * writes; both carry the same keys. `remove` and `deactivate` are the removals that guards hold (product.md 5.3).
 */
export type UserChange = Step & { readonly kind: "users"; readonly id: UserId; readonly label: string } & (
    | { readonly verb: "create"; readonly before: null; readonly after: NewUser }
    | {
        readonly verb: "update" | "link" | "deactivate" | "reactivate" | "remove";
        readonly before: UserPatch;
        readonly after: UserPatch;
      }
  );

export type DepartmentChange = Step & {
  readonly kind: "departments";
  readonly id: DepartmentId;
  readonly label: string;
} & (
    | { readonly verb: "create"; readonly before: null; readonly after: NewDepartment }
    | {
        readonly verb: "update" | "move" | "link" | "reactivate" | "remove";
        readonly before: DepartmentPatch;
        readonly after: DepartmentPatch;
      }
  );

export type MembershipChange = Step & {
  readonly kind: "memberships";
  readonly userId: UserId;
  readonly departmentId: DepartmentId;
} & (
    | { readonly verb: "add_member"; readonly before: null; readonly after: MembershipFields }
    | { readonly verb: "update"; readonly before: MembershipFields; readonly after: MembershipFields }
    | { readonly verb: "remove_member"; readonly before: MembershipFields; readonly after: null }
  );

export type Change = UserChange | DepartmentChange | MembershipChange;

export type RecordKind = "users" | "departments" | "memberships";

/**
 * What a person should know about one record. `error`: the record, or a field of it, was left out, and the run is at best
 * partially successful. `skipped`: left alone on purpose. `warning` and `note`: applied all the same.
 */
export interface Issue {
  readonly severity: "error" | "skipped" | "warning" | "note";
  /** Of the closed list of codes in `contract`. */
  readonly code: IssueCode;
  readonly kind: RecordKind;
  /** union_id, open_department_id or our id where there is no other. */
  readonly key: string;
  readonly id: UserId | DepartmentId | null;
  readonly label: string;
  /** Values for the sentence, e.g. the field or the other person. */
  readonly detail: { readonly [key: string]: string | number | boolean | null };
}

export type IssueCode =
  | "policy_ignore"
  | "protected"
  | "pinned"
  | "disabled_by_operator"
  | "not_provable"
  | "email_conflict"
  | "email_taken"
  | "no_email"
  | "field_invalid"
  | "department_parent_invisible"
  | "department_not_empty"
  | "department_unknown"
  | "leader_unknown";

/** A reason for holding or blocking, code of the closed list in `contract`. */
export type GuardCode =
  | "removal_guard"
  | "contact_range_shrunk"
  | "visible_people_fell"
  | "mass_attribute_change"
  | "source_empty"
  | "contact_range_empty"
  | "unknown_tenant"
  | "department_cycle"
  | "locked_fields_unreadable";

export interface GuardReason {
  readonly code: GuardCode;
  readonly detail: { readonly [key: string]: string | number | boolean | null | readonly string[] };
}

/** `empty`: nothing to do. `blocked`: nothing may be applied. `needs_approval`: `held` waits, `changes` are applied. */
export type Verdict =
  | { readonly kind: "empty" }
  | { readonly kind: "applyable" }
  | { readonly kind: "needs_approval"; readonly reasons: readonly GuardReason[] }
  | { readonly kind: "blocked"; readonly reasons: readonly GuardReason[] };

export interface KindSummary {
  readonly created: number;
  readonly updated: number;
  readonly disabled: number;
  readonly restored: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly failed: number;
}

export type Counts = { readonly [Kind in RecordKind]: KindSummary };

export interface PlanBase {
  readonly directoryRevision: number;
  readonly rulesDigest: string;
}

/** A computed intent: plain JSON, no functions, no secrets. Ids and times of storing are the shell's. */
export interface Plan {
  readonly schemaVersion: typeof PLAN_SCHEMA_VERSION;
  readonly target: SyncTarget;
  readonly base: PlanBase;
  readonly coverage: Coverage;
  readonly complete: boolean;
  /** The contact range this plan was made under, to be kept as accepted when it is. */
  readonly range: ContactRange;
  readonly changes: readonly Change[];
  readonly held: readonly Change[];
  readonly issues: readonly Issue[];
  /** As if every change and nothing held were applied. */
  readonly summary: Counts;
  readonly verdict: Verdict;
  /** Digest over `changes` and `held`; an approval binds to it. */
  readonly changesDigest: string;
}
