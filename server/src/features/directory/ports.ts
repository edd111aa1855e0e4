import type { DepartmentStatus, Origin, UserStatus } from "../../core/directory/types.ts";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { DepartmentId, Instant, OpenDepartmentId, OpenId, RunId, UnionId, UserId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Result } from "../../core/kernel/result.ts";

/** What the routes of users and departments need. Failures are values, lost infrastructure throws. */

/** A user as somebody outside may name them; e-mail lower-case, mobile E.164. */
export type UserRef =
  | { readonly kind: "id"; readonly id: UserId }
  | { readonly kind: "open_id"; readonly openId: OpenId }
  | { readonly kind: "union_id"; readonly unionId: UnionId }
  | { readonly kind: "email"; readonly email: string }
  | { readonly kind: "mobile"; readonly mobile: string }
  | { readonly kind: "username"; readonly username: string };

export type DepartmentRef =
  | { readonly kind: "id"; readonly id: DepartmentId }
  | {
      readonly kind: "open_department_id";
      readonly openDepartmentId: OpenDepartmentId;
    };

/** As above, or by the short number of addresses and the tree. */
export type ListedDepartmentRef = DepartmentRef | { readonly kind: "number"; readonly number: number };

/** Who acts, and whether the accounts of owners are theirs to change (product.md 5.16). */
export interface Caller {
  readonly actor: Actor;
  readonly mayTouchOwners: boolean;
}

/** A user as lists and the export show one (product.md section 4). Deleted departments are left out of `departments`. */
export interface UserRecord {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly nickname: string | null;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly employeeNo: string | null;
  readonly jobTitle: string | null;
  readonly status: UserStatus;
  readonly origin: Origin;
  /** Primary first, then by the person's own order. */
  readonly departments: readonly {
    readonly id: DepartmentId;
    readonly openDepartmentId: OpenDepartmentId | null;
    readonly name: string;
    readonly primary: boolean;
  }[];
  /** `null` also where the leader's own account does not exist. */
  readonly leaderId: UserId | null;
  readonly feishu: {
    readonly openId: OpenId;
    readonly unionId: UnionId;
    readonly userId: string | null;
  } | null;
}

/** Fields that Feishu may feed, by their names outside (contract `USER_FIELDS`). */
export type UserField =
  | "name"
  | "nickname"
  | "email"
  | "mobile"
  | "employee_no"
  | "job_title"
  | "leader"
  | "departments";

export interface UserDetail extends UserRecord {
  readonly role: "owner" | "administrator" | "auditor" | "member";
  readonly serviceAccount: boolean;
  readonly hasPassword: boolean;
  /** Fields that Feishu feeds while the account is linked; edits to them are refused (product.md 3.2). */
  readonly fedFields: readonly UserField[];
  readonly placements: readonly {
    readonly departmentId: DepartmentId;
    readonly number: number;
    /** From the first level down to the department itself. */
    readonly path: readonly string[];
    readonly primary: boolean;
    readonly origin: Origin;
  }[];
  readonly leaderUser: { readonly id: UserId; readonly name: string; readonly username: string } | null;
  readonly linkedAt: Instant | null;
  readonly disabledBy: "sync" | "operator" | null;
  /** A sync never disables, deletes or links it. */
  readonly protected: boolean;
  /** Reverted, and left alone until Feishu asks for something else (product.md 5.6). */
  readonly pinned: boolean;
  readonly attributes: { readonly [key: string]: Json };
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly deletedAt: Instant | null;
}

export interface DepartmentRecord {
  readonly id: DepartmentId;
  readonly name: string;
  /** `null` for first-level departments (product.md 5.8). */
  readonly parentId: DepartmentId | null;
  readonly order: number;
  readonly leaderIds: readonly UserId[];
  readonly origin: Origin;
  readonly openDepartmentId: OpenDepartmentId | null;
}

export interface DepartmentDetail extends DepartmentRecord {
  readonly number: number;
  /** From the first level down to the department itself. */
  readonly path: readonly string[];
  readonly status: DepartmentStatus;
  readonly pinned: boolean;
  readonly memberCount: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly deletedAt: Instant | null;
}

/** One line of the whole tree. */
export interface DepartmentNode {
  readonly number: number;
  readonly parent: number | null;
  readonly name: string;
  /** Direct ones who are not deleted. */
  readonly members: number;
}

export type UserSort = "name" | "-name" | "username" | "-username" | "created_at" | "-created_at";

export interface UserFilter {
  /** Without it: active and disabled in lists, everything in the export. */
  readonly status?: UserStatus;
  readonly origin?: Origin;
  /** Members of this department: direct ones, or with `subtree` those of what is below it, too. */
  readonly department?: ListedDepartmentRef;
  readonly subtree?: boolean;
  readonly linked?: boolean;
  /** Part of name, username, e-mail, mobile or employee number, any case. */
  readonly text?: string;
}

export interface DepartmentFilter {
  /** Without it: active ones. */
  readonly status?: DepartmentStatus;
  /** Direct children only; `null` asks for the first level. */
  readonly parent?: DepartmentId | null;
  readonly text?: string;
}

/** One thing that happened to a user, newest first: a run's applied change or an operator's act. */
export interface HistoryEntry {
  readonly at: Instant;
  readonly actor: Actor;
  /** `sync` changes by their verb (`create`, `update` …), audit records by their action. */
  readonly action: string;
  readonly runId: RunId | null;
  readonly reason: string | null;
  /** The other side of a membership. */
  readonly departmentId: DepartmentId | null;
  readonly before: { readonly [key: string]: Json } | null;
  readonly after: { readonly [key: string]: Json } | null;
}

type CursorFailure = Failure<"cursor_invalid">;
export type UserNotFound = Failure<"user_not_found">;

/** What people write by hand; a key left out keeps its value, `null` empties it. */
export interface UserEdit {
  readonly name?: string;
  readonly nickname?: string | null;
  readonly email?: string | null;
  readonly mobile?: string | null;
  readonly employeeNo?: string | null;
  readonly jobTitle?: string | null;
  readonly leaderId?: UserId | null;
  /** The whole list; the first one is the primary department. */
  readonly departmentIds?: readonly DepartmentId[];
}

export interface NewUserByHand extends UserEdit {
  readonly name: string;
  readonly username?: string;
}

export interface DepartmentEdit {
  readonly name?: string;
  readonly parentId?: DepartmentId | null;
  readonly order?: number;
}

export interface NewDepartmentByHand extends DepartmentEdit {
  readonly name: string;
}

type ReferenceFailure = Failure<"reference_unknown">;
type OwnerFailure = Failure<"owner_protected">;

export interface Users {
  list(filter: UserFilter, sort: UserSort, page: PageQuery): Promise<Result<Page<UserRecord>, CursorFailure>>;
  /** Everything that passes the filter, by id, at one revision of the directory; never held in memory as a whole. */
  export(filter: UserFilter): AsyncIterable<UserRecord>;
  find(user: UserRef): Promise<UserDetail | undefined>;
  readHistory(user: UserRef, page: PageQuery): Promise<Result<Page<HistoryEntry>, UserNotFound | CursorFailure>>;
  /** Creates a built-in user by rule S3. */
  create(
    user: NewUserByHand,
    caller: Caller,
  ): Promise<
    Result<UserDetail, Failure<"built_in_unsupported" | "username_taken" | "email_in_use"> | ReferenceFailure>
  >;
  /** Edits what Feishu does not feed. */
  update(
    user: UserRef,
    edit: UserEdit,
    caller: Caller,
  ): Promise<
    Result<
      UserDetail,
      UserNotFound | OwnerFailure | ReferenceFailure | Failure<"user_deleted" | "field_fed_by_feishu" | "email_in_use">
    >
  >;
  /** Operator acts: they are audited, and a later sync does not undo them (`disabled_by_operator`). */
  disable(
    user: UserRef,
    caller: Caller,
  ): Promise<
    Result<UserDetail, UserNotFound | OwnerFailure | Failure<"user_not_active" | "last_owner" | "own_account">>
  >;
  enable(
    user: UserRef,
    caller: Caller,
  ): Promise<Result<UserDetail, UserNotFound | OwnerFailure | Failure<"user_not_disabled">>>;
  /** Brings a deleted user back within the retention (product.md 5.1). */
  restore(
    user: UserRef,
    caller: Caller,
  ): Promise<Result<UserDetail, UserNotFound | OwnerFailure | Failure<"user_not_deleted">>>;
  delete(
    user: UserRef,
    caller: Caller,
  ): Promise<Result<UserDetail, UserNotFound | OwnerFailure | Failure<"user_deleted" | "last_owner" | "own_account">>>;
}

export interface Departments {
  /** Parents before children, siblings by order. */
  list(filter: DepartmentFilter, page: PageQuery): Promise<Result<Page<DepartmentRecord>, CursorFailure>>;
  export(filter: DepartmentFilter): AsyncIterable<DepartmentRecord>;
  find(department: ListedDepartmentRef): Promise<DepartmentDetail | undefined>;
  readTree(): Promise<readonly DepartmentNode[]>;
  create(
    department: NewDepartmentByHand,
    caller: Caller,
  ): Promise<Result<DepartmentDetail, Failure<"built_in_unsupported"> | ReferenceFailure>>;
  update(
    department: ListedDepartmentRef,
    edit: DepartmentEdit,
    caller: Caller,
  ): Promise<
    Result<
      DepartmentDetail,
      Failure<"department_not_found" | "field_fed_by_feishu" | "department_below_itself"> | ReferenceFailure
    >
  >;
  delete(
    department: ListedDepartmentRef,
    caller: Caller,
  ): Promise<Result<DepartmentDetail, Failure<"department_not_found" | "field_fed_by_feishu" | "department_in_use">>>;
}
