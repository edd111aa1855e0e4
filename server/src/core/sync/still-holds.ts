import type { DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../directory/types.ts";
import { diffState } from "./diff.ts";
import type {
  DepartmentChange,
  DepartmentPatch,
  MembershipChange,
  MembershipFields,
  UserChange,
  UserPatch,
} from "./plan-types.ts";

/**
 * Tells whether a stored change still stands on what it was planned from: every value of `before` is still there, and
 * what it creates is still absent (product.md 5.5). A change whose ground moved is left out and planned afresh next time.
 */
export function userStillHolds(change: UserChange, current: DirectoryUser | undefined): boolean {
  if (change.verb === "create") return current === undefined;
  return current !== undefined && diffState<UserPatch>(current, change.before) === null;
}

/** The same for a department. */
export function departmentStillHolds(change: DepartmentChange, current: DirectoryDepartment | undefined): boolean {
  if (change.verb === "create") return current === undefined;
  return current !== undefined && diffState<DepartmentPatch>(current, change.before) === null;
}

/** The same for a membership. */
export function membershipStillHolds(change: MembershipChange, current: DirectoryMembership | undefined): boolean {
  if (change.verb === "add_member") return current === undefined;
  return current !== undefined && diffState<MembershipFields>(current, change.before) === null;
}
