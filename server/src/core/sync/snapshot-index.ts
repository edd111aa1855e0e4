import type { DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../directory/types.ts";
import type { DepartmentId, OpenDepartmentId, OpenId, UnionId, UserId } from "../kernel/ids.ts";
import { compareText } from "../kernel/text.ts";
import type { DirectorySnapshot } from "./snapshot.ts";

/** The directory arranged for look-ups. Built once a plan; O(records). */
export interface DirectoryIndex {
  readonly snapshot: DirectorySnapshot;
  readonly usersById: ReadonlyMap<UserId, DirectoryUser>;
  readonly usersByUnionId: ReadonlyMap<UnionId, DirectoryUser>;
  readonly usersByOpenId: ReadonlyMap<OpenId, DirectoryUser>;
  readonly departmentsById: ReadonlyMap<DepartmentId, DirectoryDepartment>;
  readonly departmentsByOpenId: ReadonlyMap<OpenDepartmentId, DirectoryDepartment>;
  readonly membershipsByUser: ReadonlyMap<UserId, readonly DirectoryMembership[]>;
}

/** Arranges a directory snapshot. Tombstoned links are indexed as well: they find the same account again. */
export function indexDirectory(snapshot: DirectorySnapshot): DirectoryIndex {
  const usersById = new Map<UserId, DirectoryUser>();
  const usersByUnionId = new Map<UnionId, DirectoryUser>();
  const usersByOpenId = new Map<OpenId, DirectoryUser>();
  for (const user of snapshot.users) {
    usersById.set(user.id, user);
    if (user.link) {
      usersByUnionId.set(user.link.unionId, user);
      usersByOpenId.set(user.link.openId, user);
    }
  }
  const departmentsById = new Map<DepartmentId, DirectoryDepartment>();
  const departmentsByOpenId = new Map<OpenDepartmentId, DirectoryDepartment>();
  for (const department of snapshot.departments) {
    departmentsById.set(department.id, department);
    if (department.link) departmentsByOpenId.set(department.link.openDepartmentId, department);
  }
  const membershipsByUser = new Map<UserId, DirectoryMembership[]>();
  for (const membership of snapshot.memberships) {
    const held = membershipsByUser.get(membership.userId);
    if (held) held.push(membership);
    else membershipsByUser.set(membership.userId, [membership]);
  }
  for (const held of membershipsByUser.values()) held.sort((a, b) => compareText(a.departmentId, b.departmentId));
  return {
    snapshot,
    usersById,
    usersByUnionId,
    usersByOpenId,
    departmentsById,
    departmentsByOpenId,
    membershipsByUser,
  };
}
