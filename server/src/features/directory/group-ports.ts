import type { Failure } from "../../core/kernel/failure.ts";
import type { DepartmentId, Instant, UserId } from "../../core/kernel/ids.ts";
import type { Page, PageQuery } from "../../core/kernel/page.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { Caller } from "./ports.ts";

/** What the routes of groups need: sets of users made by hand (product.md 3.2). */

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Named one by one. */
  readonly users: number;
  readonly departments: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface GroupEdit {
  readonly name?: string;
  readonly description?: string;
}

export interface GroupMember {
  readonly kind: "user" | "department";
  readonly id: UserId | DepartmentId;
  readonly name: string;
  /** Of a user. */
  readonly username: string | null;
  /** Of a department. */
  readonly number: number | null;
  readonly subtree: boolean;
}

/** Who is in already, or is not in, is no mistake. */
export interface GroupMemberChanges {
  readonly addUsers: readonly UserId[];
  readonly addDepartments: readonly { readonly id: DepartmentId; readonly subtree: boolean }[];
  readonly removeUsers: readonly UserId[];
  readonly removeDepartments: readonly DepartmentId[];
}

type NotFound = Failure<"group_not_found">;
type NameTaken = Failure<"group_name_taken">;
type CursorInvalid = Failure<"cursor_invalid">;

export interface Groups {
  /** By name. */
  list(text: string | undefined, page: PageQuery): Promise<Result<Page<Group>, CursorInvalid>>;
  find(id: string): Promise<Group | undefined>;
  /** Departments, then users, each by name; deleted ones are left out. */
  readMembers(id: string, page: PageQuery): Promise<Result<Page<GroupMember>, NotFound | CursorInvalid>>;
  create(
    group: { readonly name: string; readonly description: string },
    caller: Caller,
  ): Promise<Result<Group, NameTaken>>;
  update(id: string, edit: GroupEdit, caller: Caller): Promise<Result<Group, NotFound | NameTaken>>;
  /** The group as it was. */
  delete(id: string, caller: Caller): Promise<Result<Group, NotFound>>;
  changeMembers(
    id: string,
    changes: GroupMemberChanges,
    caller: Caller,
  ): Promise<Result<Group, NotFound | Failure<"reference_unknown">>>;
}
