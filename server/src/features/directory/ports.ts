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

export interface UserDetail extends UserRecord {
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
  readonly status: DepartmentStatus;
  readonly pinned: boolean;
  readonly memberCount: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly deletedAt: Instant | null;
}

export type UserSort = "name" | "-name" | "username" | "-username" | "created_at" | "-created_at";

export interface UserFilter {
  /** Without it: active and disabled in lists, everything in the export. */
  readonly status?: UserStatus;
  readonly origin?: Origin;
  /** Direct members of this department. */
  readonly department?: DepartmentRef;
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

export interface Users {
  list(filter: UserFilter, sort: UserSort, page: PageQuery): Promise<Result<Page<UserRecord>, CursorFailure>>;
  /** Everything that passes the filter, by id, at one revision of the directory; never held in memory as a whole. */
  export(filter: UserFilter): AsyncIterable<UserRecord>;
  find(user: UserRef): Promise<UserDetail | undefined>;
  readHistory(user: UserRef, page: PageQuery): Promise<Result<Page<HistoryEntry>, UserNotFound | CursorFailure>>;
  /** Operator acts: they are audited, and a later sync does not undo them (`disabled_by_operator`). */
  disable(
    user: UserRef,
    actor: Actor,
  ): Promise<Result<UserDetail, UserNotFound | Failure<"user_not_active" | "last_owner">>>;
  enable(user: UserRef, actor: Actor): Promise<Result<UserDetail, UserNotFound | Failure<"user_not_disabled">>>;
  /** Brings a deleted user back within the retention (product.md 5.1). */
  restore(user: UserRef, actor: Actor): Promise<Result<UserDetail, UserNotFound | Failure<"user_not_deleted">>>;
}

export interface Departments {
  /** Parents before children, siblings by order. */
  list(filter: DepartmentFilter, page: PageQuery): Promise<Result<Page<DepartmentRecord>, CursorFailure>>;
  export(filter: DepartmentFilter): AsyncIterable<DepartmentRecord>;
  find(department: DepartmentRef): Promise<DepartmentDetail | undefined>;
}
