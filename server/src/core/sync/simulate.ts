import type { DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../directory/types.ts";
import type { Change, DepartmentChange, MembershipChange, UserChange } from "./plan-types.ts";
import type { DirectorySnapshot } from "./snapshot.ts";

/**
 * Applies changes to a directory in memory. It is the specification of applying: what PostgreSQL holds afterwards must
 * equal this (architecture: law 8). Throws on a change that breaks a reference, which no plan may contain.
 */
export function simulate(changes: readonly Change[], directory: DirectorySnapshot): DirectorySnapshot {
  const users = new Map<string, DirectoryUser>(directory.users.map((user) => [user.id, user]));
  const departments = new Map<string, DirectoryDepartment>(
    directory.departments.map((department) => [department.id, department]),
  );
  const memberships = new Map<string, DirectoryMembership>();
  for (const membership of directory.memberships)
    memberships.set(`${membership.userId} ${membership.departmentId}`, membership);

  for (const change of changes) {
    if (change.kind === "users") applyUser(users, change);
    else if (change.kind === "departments") applyDepartment(departments, change);
    else applyMembership(memberships, users, departments, change);
  }
  return {
    revision: directory.revision + (changes.length > 0 ? 1 : 0),
    users: [...users.values()],
    departments: [...departments.values()],
    memberships: [...memberships.values()],
    takenUsernames: directory.takenUsernames,
  };
}

function applyUser(users: Map<string, DirectoryUser>, change: UserChange): void {
  const current = users.get(change.id);
  if (change.verb === "create") {
    if (current) throw new Error(`user ${change.id} exists already`);
    users.set(change.id, {
      ...change.after,
      id: change.id,
      origin: "feishu",
      protected: false,
      operator: false,
      pin: null,
    });
    return;
  }
  if (!current) throw new Error(`user ${change.id} does not exist`);
  users.set(change.id, { ...current, ...change.after });
}

function applyDepartment(departments: Map<string, DirectoryDepartment>, change: DepartmentChange): void {
  const current = departments.get(change.id);
  const parentId = change.after.parentId;
  if (parentId && !departments.has(parentId)) throw new Error(`parent ${parentId} does not exist`);
  if (change.verb === "create") {
    if (current) throw new Error(`department ${change.id} exists already`);
    departments.set(change.id, { ...change.after, id: change.id, status: "active", origin: "feishu", pin: null });
    return;
  }
  if (!current) throw new Error(`department ${change.id} does not exist`);
  departments.set(change.id, { ...current, ...change.after });
}

function applyMembership(
  memberships: Map<string, DirectoryMembership>,
  users: ReadonlyMap<string, DirectoryUser>,
  departments: ReadonlyMap<string, DirectoryDepartment>,
  change: MembershipChange,
): void {
  const { userId, departmentId } = change;
  const key = `${userId} ${departmentId}`;
  const current = memberships.get(key);
  if (change.verb === "remove_member") {
    if (!current) throw new Error(`membership ${key} does not exist`);
    memberships.delete(key);
    return;
  }
  if (!users.has(userId) || departments.get(departmentId)?.status !== "active")
    throw new Error(`membership ${key} has no user or department`);
  if ((current === undefined) !== (change.verb === "add_member"))
    throw new Error(`membership ${key} is not as the plan expects`);
  memberships.set(key, { ...change.after, userId, departmentId, origin: current?.origin ?? "feishu" });
}
