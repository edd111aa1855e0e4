import type { DepartmentId, Instant, UserId } from "../kernel/ids.ts";

/** What LDAP shows of a user. Deleted ones and service accounts are not shown. */
export interface PersonRecord {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly employeeNo: string | null;
  readonly jobTitle: string | null;
  readonly leaderId: UserId | null;
  /** What relations take from beyond these fields, by the print of its source; absent where no relation does. */
  readonly workedOut?: Readonly<Record<string, string>> | null;
  /** A disabled person keeps the entry, is in no group and cannot bind. */
  readonly active: boolean;
  readonly uidNumber: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A department: a branch of its own to browse, and two groups, of its direct members and of all below. */
export interface DepartmentRecord {
  readonly id: DepartmentId;
  readonly slug: string;
  readonly name: string;
  readonly parentId: DepartmentId | null;
  readonly direct: GroupNumbers;
  readonly all: GroupNumbers;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** What a group keeps for good, whatever it is called. */
export interface GroupNumbers {
  readonly entryUuid: string;
  readonly gidNumber: number;
}

/** A group made by hand. */
export interface GroupRecord extends GroupNumbers {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface MembershipRecord {
  readonly userId: UserId;
  readonly departmentId: DepartmentId;
}

/** A user, or everybody of a department, with what is below it when `subtree`. */
export interface GroupMemberRecord {
  readonly groupId: string;
  readonly userId: UserId | null;
  readonly departmentId: DepartmentId | null;
  readonly subtree: boolean;
}
