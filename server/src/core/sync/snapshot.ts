import type { Attributes, DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../directory/types.ts";
import type { Instant, OpenDepartmentId, OpenId, UnionId } from "../kernel/ids.ts";

/**
 * What a run looks at: everything, one department's subtree, single people, or the records that events name. Of the last,
 * departments come without their members, and what is above the departments of its people is read where they are not known yet.
 */
export type SyncTarget =
  | { readonly kind: "all" }
  | { readonly kind: "department"; readonly openDepartmentId: OpenDepartmentId }
  | { readonly kind: "users"; readonly openIds: readonly OpenId[] }
  | {
      readonly kind: "records";
      readonly openIds: readonly OpenId[];
      readonly openDepartmentIds: readonly OpenDepartmentId[];
    };

/** Whether a target names all of its records, so that only what surrounds them has to be known of the directory. */
export function isNarrow(target: SyncTarget): target is SyncTarget & { readonly kind: "users" | "records" } {
  return target.kind === "users" || target.kind === "records";
}

/** State of a Feishu person (product.md 5.2). `unknown` where `status` may not be read. */
export type SourceUserState = "active" | "not_activated" | "not_joined" | "frozen" | "exited" | "resigned" | "unknown";

/** The user keys whose readability is judged for the tenant as a whole (product.md 2.6). */
export const SOURCE_USER_KEYS = [
  "name",
  "nickname",
  "email",
  "enterpriseEmail",
  "mobile",
  "employeeNo",
  "jobTitle",
  "departments",
  "leader",
  "state",
] as const;
export type SourceUserKey = (typeof SOURCE_USER_KEYS)[number];

/** The department keys whose readability is judged for the tenant as a whole. */
export const SOURCE_DEPARTMENT_KEYS = ["name", "parent", "order", "leaders"] as const;
export type SourceDepartmentKey = (typeof SOURCE_DEPARTMENT_KEYS)[number];

/**
 * Which keys the app may read. A key that is not readable is never planned over an existing value: a missing permission
 * is not an empty value. `email` is Feishu's `email`; where only `enterpriseEmail` is readable, that address fills an empty
 * e-mail and overwrites none.
 */
export interface Readability {
  readonly user: { readonly [Key in SourceUserKey]: boolean };
  readonly department: { readonly [Key in SourceDepartmentKey]: boolean };
  /** Keys of `attributes` that may be read, sorted. */
  readonly attributes: readonly string[];
}

/** One department as Feishu tells it, normalised at the connector's edge (NFC, trimmed). */
export interface SourceDepartment {
  readonly openDepartmentId: OpenDepartmentId;
  readonly departmentId: string | null;
  readonly name: string | null;
  /** `null`: directly under the company root, or not readable. */
  readonly parentOpenDepartmentId: OpenDepartmentId | null;
  readonly order: number;
  /** Main leader first. */
  readonly leaderOpenIds: readonly OpenId[];
  /** A hint that may lag; never a proof (feishu contract 3.3). */
  readonly memberCount: number | null;
}

/** One membership as the person's own record tells it, or, where that is not readable, as the lists showed it. */
export interface SourceMembership {
  readonly openDepartmentId: OpenDepartmentId;
  readonly primary: boolean;
  readonly userOrder: number;
  readonly departmentOrder: number;
}

/** One person as Feishu tells it; e-mail lower-case, mobile E.164, text NFC and trimmed; `null` is empty or not readable. */
export interface SourceUser {
  readonly unionId: UnionId;
  readonly openId: OpenId;
  readonly userId: string | null;
  readonly name: string | null;
  readonly nickname: string | null;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly employeeNo: string | null;
  readonly jobTitle: string | null;
  readonly state: SourceUserState;
  readonly leaderOpenId: OpenId | null;
  readonly memberships: readonly SourceMembership[];
  readonly attributes: Attributes;
}

/** Records of a reading on their way; departments need not come before people. */
export type SourceBatch =
  | { readonly kind: "departments"; readonly batch: readonly SourceDepartment[] }
  | { readonly kind: "users"; readonly batch: readonly SourceUser[] };

/** The Feishu app's contact range as configured: nodes, not descendants (feishu contract 3.6). */
export interface ContactRange {
  /** `all` is proved by a successful read of the root's children. */
  readonly mode: "all" | "partial";
  /** Sorted. With `all`: empty, the nodes carry no information then. */
  readonly departments: readonly OpenDepartmentId[];
  /** Sorted; people listed one by one. */
  readonly users: readonly OpenId[];
}

/** Something that could not be read; absence below it proves nothing. */
export interface Unread {
  readonly what: "department_tree" | "department_members" | "root_members" | "user";
  /** open_department_id or open_id; "0" for the root. */
  readonly key: string;
  /** Error code of the closed list in `contract`. */
  readonly code: string;
  readonly message: string;
}

/** How far a reading can be trusted. It is complete when nothing is unread. */
export interface Coverage {
  readonly range: ContactRange;
  readonly departmentsExpected: number;
  readonly departmentsRead: number;
  readonly departmentsRefused: number;
  readonly usersRead: number;
  /** Sum of `member_count` over first-level departments plus root members, or null where it cannot be read. A hint. */
  readonly usersHint: number | null;
  readonly unread: readonly Unread[];
  /** API calls made, and the least that would have done (product.md 5.13). */
  readonly calls: number;
}

/** What was read from Feishu. */
export interface SourceSnapshot {
  readonly target: SyncTarget;
  readonly readable: Readability;
  readonly coverage: Coverage;
  readonly departments: readonly SourceDepartment[];
  readonly users: readonly SourceUser[];
  /** People asked for singly because they were expected and not listed, and found gone (resigned, deleted, out of range). */
  readonly confirmedAbsentUsers: readonly OpenId[];
  /** Departments asked for singly and found gone. */
  readonly confirmedAbsentDepartments: readonly OpenDepartmentId[];
}

/** What the directory holds at one revision: everything, or everything that matters to a narrower target. */
export interface DirectorySnapshot {
  readonly revision: number;
  readonly departments: readonly DirectoryDepartment[];
  readonly users: readonly DirectoryUser[];
  readonly memberships: readonly DirectoryMembership[];
  /** Usernames held by users that are not in `users` (narrow targets only). */
  readonly takenUsernames: readonly string[];
}

/** What earlier runs leave behind for the guards (product.md 5.3). */
export interface SyncHistory {
  /** The range of the last run that was accepted; null before the first. */
  readonly acceptedRange: ContactRange | null;
  /** People seen by the last good full run; null before the first. */
  readonly lastUsersRead: number | null;
  /** Removals applied in the last 24 hours, without approved ones and operators' own acts. */
  readonly recentRemovals: number;
  /** Linked active accounts when that window began. */
  readonly linkedActiveAtWindowStart: number;
  /** The contact range changed and no full run has accepted it yet: not being found proves nothing about single records. */
  readonly removalsFrozen: boolean;
  readonly now: Instant;
}
