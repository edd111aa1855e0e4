import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { ContactRange, SyncTarget } from "../../core/sync/snapshot.ts";
import { readWithAncestors } from "./ancestors.ts";
import { departmentsById, missingDepartments, missingUsers, usersById } from "./by-id.ts";
import { ROOT } from "./normalise-department.ts";
import { readRange } from "./read-tree.ts";
import type { Reading, ReadOptions } from "./reading.ts";

/** What reading single records found missing. */
export interface RecordsRead {
  /** Proved one by one not to be there. */
  readonly absentUsers: readonly OpenId[];
  readonly absentDepartments: readonly OpenDepartmentId[];
  /** The contact range; asked for where something is absent, because what is out of range looks the same. */
  readonly range: ContactRange | null;
  readonly departmentsRead: number;
}

/**
 * Reads the people and departments that events named, fifty at a time, and whatever a batch does not show once more singly
 * (feishu contract 3.2, trap 24). Departments are read with everything above them, so that no circle comes into being; those
 * of people only where they are not known.
 *
 * @throws FeishuFailure when nothing at all could be read
 */
export async function readRecords(
  reading: Reading,
  target: SyncTarget & { readonly kind: "records" },
  findKnownDepartments: ReadOptions["findKnownDepartments"],
): Promise<RecordsRead> {
  const [people, nodes] = await Promise.all([
    usersById(reading, target.openIds),
    departmentsById(reading, target.openDepartmentIds),
  ]);
  const [morePeople, moreNodes] = await Promise.all([
    missingUsers(reading, people.missing),
    missingDepartments(reading, nodes.missing),
  ]);
  const failed = [...people.failed, ...morePeople.failed];
  const failedNodes = [...nodes.failed, ...moreNodes.failed];
  for (const { id, failure } of failed) reading.leaveUnread("user", id, failure);
  for (const { id, failure } of failedNodes) reading.leaveUnread("department_tree", id, failure);

  const found = [...people.found, ...morePeople.found];
  const foundNodes = [...nodes.found, ...moreNodes.found];
  const missing = morePeople.missing.length + moreNodes.missing.length;
  const first = failed[0] ?? failedNodes[0];
  if (found.length + foundNodes.length + missing === 0 && first) throw first.failure;

  const within = new Set<string>();
  for (const record of found) {
    await reading.addUser(record, null);
    for (const id of record.department_ids ?? []) if (id !== ROOT) within.add(id);
  }
  const known = await findKnownDepartments?.([...within] as OpenDepartmentId[]);
  const wanted = [...within].filter((id) => known?.has(id as OpenDepartmentId) !== true);
  for (const record of foundNodes) {
    await reading.addDepartment(record);
    if (record.parent_department_id) wanted.push(record.parent_department_id);
  }
  await readWithAncestors(reading, wanted);
  return {
    absentUsers: morePeople.missing as OpenId[],
    absentDepartments: moreNodes.missing as OpenDepartmentId[],
    range: missing === 0 ? null : await readRange(reading),
    departmentsRead: foundNodes.length,
  };
}
