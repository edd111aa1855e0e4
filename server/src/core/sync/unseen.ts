import type { OpenDepartmentId, OpenId } from "../kernel/ids.ts";
import type { DirectorySnapshot, SourceSnapshot } from "./snapshot.ts";

/** What is linked and present with us and was not listed by Feishu: to be asked for one by one before anything is decided. */
export interface Unseen {
  readonly users: readonly OpenId[];
  readonly departments: readonly OpenDepartmentId[];
}

/**
 * Names the people and departments a full reading should have shown and did not. A person who was moved between two
 * departments while they were read is missing from both lists, so absence is asked about before it is believed
 * (feishu contract, trap 24).
 */
export function expectedButUnseen(
  source: Pick<SourceSnapshot, "target" | "users" | "departments">,
  directory: Pick<DirectorySnapshot, "users" | "departments">,
): Unseen {
  if (source.target.kind !== "all") return { users: [], departments: [] };
  const seenUsers = new Set(source.users.map((user) => user.unionId));
  const users: OpenId[] = [];
  for (const { link, status } of directory.users) {
    if (link && !link.tombstone && status !== "deleted" && !seenUsers.has(link.unionId)) users.push(link.openId);
  }
  const seenDepartments = new Set(source.departments.map((department) => department.openDepartmentId));
  const departments: OpenDepartmentId[] = [];
  for (const { link, status } of directory.departments) {
    if (link && !link.tombstone && status === "active" && !seenDepartments.has(link.openDepartmentId))
      departments.push(link.openDepartmentId);
  }
  return { users: users.sort(), departments: departments.sort() };
}
