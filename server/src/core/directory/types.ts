import type { DepartmentId, OpenDepartmentId, OpenId, UnionId, UserId } from "../kernel/ids.ts";
import type { Json } from "../kernel/json.ts";

/** Where a record came from first; it never changes afterwards (product.md 5.7). */
export type Origin = "built_in" | "feishu";

/** `disabled` may not sign in, `deleted` is also gone from lists and LDAP but restorable (product.md 5.1). */
export type UserStatus = "active" | "disabled" | "deleted";

/** A department is listed, or deleted and restorable. */
export type DepartmentStatus = "active" | "deleted";

/** Attributes beside the mapped fields (product.md 5.8): title of a key → value. Keys that were never readable are absent. */
export type Attributes = { readonly [key: string]: Json };

/** The fields of a user that a sync writes. `null` is empty. */
export interface UserFields {
  readonly name: string;
  readonly nickname: string | null;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly employeeNo: string | null;
  readonly jobTitle: string | null;
  /** A soft reference: it may name a user whose own creation failed, and readers show that as empty. */
  readonly leaderId: UserId | null;
  readonly attributes: Attributes;
}

/** The tie between a user and one Feishu person. A tombstone is what an unlinked account keeps of it (product.md 5.7). */
export interface LinkedIdentity {
  readonly unionId: UnionId;
  readonly openId: OpenId;
  readonly feishuUserId: string | null;
  readonly tombstone: boolean;
}

/**
 * What a reverted record is held at: the state its Feishu record asked for when it was reverted. As long as Feishu asks
 * for nothing else the sync leaves the record alone (product.md 5.6).
 */
export interface UserPin {
  readonly status: UserStatus;
  readonly fields: UserFields;
  readonly memberships: readonly { readonly departmentId: DepartmentId; readonly primary: boolean }[];
}

export interface DepartmentPin {
  readonly status: DepartmentStatus;
  readonly fields: DepartmentFields;
}

/** A user as the directory holds it. */
export interface DirectoryUser extends UserFields {
  readonly id: UserId;
  /** Unique without regard to case, frozen after creation, never given to another user. */
  readonly username: string;
  readonly status: UserStatus;
  /** Who took the account away; a sync gives back only what a sync took. `null` while active. */
  readonly disabledBy: "sync" | "operator" | null;
  readonly origin: Origin;
  /** Owner, administrator or service account, or a built-in user made while S3 was on (product.md 5.1). */
  readonly protected: boolean;
  /** Owner, administrator or service account: a sync never disables, deletes or links one. */
  readonly operator: boolean;
  readonly link: LinkedIdentity | null;
  readonly pin: UserPin | null;
}

export interface DepartmentFields {
  readonly name: string;
  /** `null`: a first-level department; the company itself is no row (product.md 5.8). */
  readonly parentId: DepartmentId | null;
  /** Smaller sorts first among siblings. */
  readonly order: number;
  /** Main leader first; soft references. */
  readonly leaderIds: readonly UserId[];
}

export interface DepartmentLink {
  readonly openDepartmentId: OpenDepartmentId;
  readonly feishuDepartmentId: string | null;
  readonly tombstone: boolean;
}

export interface DirectoryDepartment extends DepartmentFields {
  readonly id: DepartmentId;
  readonly status: DepartmentStatus;
  readonly origin: Origin;
  readonly link: DepartmentLink | null;
  readonly pin: DepartmentPin | null;
}

export interface DirectoryMembership {
  readonly userId: UserId;
  readonly departmentId: DepartmentId;
  readonly primary: boolean;
  /** Larger sorts first inside the department (feishu contract, trap 14). */
  readonly userOrder: number;
  /** Larger sorts first among the user's departments. */
  readonly departmentOrder: number;
  readonly origin: Origin;
}
