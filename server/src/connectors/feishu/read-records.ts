import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { ContactRange, SourceDepartment, SourceUser, SyncTarget } from "../../core/sync/snapshot.ts";
import { readWithAncestors } from "./ancestors.ts";
import { departmentsById, missingDepartments, missingUsers, usersById } from "./by-id.ts";
import { readRange } from "./read-tree.ts";
import type { ContactSink, Reading, ReadOptions } from "./reading.ts";

/** What reading single records found missing. */
export interface RecordsRead {
  /** Proved one by one not to be there. */
  readonly absentUsers: readonly OpenId[];
  readonly absentDepartments: readonly OpenDepartmentId[];
  /** The contact range; asked for where something is absent, because what is out of range looks the same. */
  readonly range: ContactRange | null;
  readonly departmentsRead: number;
}

/** A sink that remembers what went into it; single records are few. */
export function remembering(sink: ContactSink) {
  const users: SourceUser[] = [];
  const departments: SourceDepartment[] = [];
  return {
    seen: { users, departments },
    sink: {
      users: (batch: readonly SourceUser[]) => {
        users.push(...batch);
        return sink.users(batch);
      },
      departments: (batch: readonly SourceDepartment[]) => {
        departments.push(...batch);
        return sink.departments(batch);
      },
    },
  };
}

/** Somebody's leader may be new as well, and theirs; nobody follows them further up than this. */
const LEADERS_UP = 5;

/**
 * Reads the people and departments that events named, fifty at a time, and whatever a batch does not show once more singly
 * (feishu contract 3.2, trap 24). Departments are read with everything above them, so that no circle comes into being; those
 * of people by themselves where they are known, which says that they are there; leaders only where they are not known.
 *
 * @param seen what the reading's sink remembers
 * @throws FeishuFailure when nothing at all could be read
 */
export async function readRecords(
  reading: Reading,
  target: SyncTarget & { readonly kind: "records" },
  seen: ReturnType<typeof remembering>["seen"],
  findKnown: ReadOptions["findKnown"],
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

  for (const record of found) await reading.addUser(record, null);
  for (const record of foundNodes) await reading.addDepartment(record);
  await reading.flush();
  await readAround(reading, seen, findKnown);
  return {
    absentUsers: morePeople.missing as OpenId[],
    absentDepartments: moreNodes.missing as OpenDepartmentId[],
    range: missing === 0 ? null : await readRange(reading),
    departmentsRead: foundNodes.length,
  };
}

/** Reads the departments that records name, up to the root where the directory does not have them, and unknown leaders. */
async function readAround(
  reading: Reading,
  seen: ReturnType<typeof remembering>["seen"],
  findKnown: ReadOptions["findKnown"],
): Promise<void> {
  /** Known, so that nothing above them has to be read. */
  const standing = new Set<string>();
  for (let up = 0; up <= LEADERS_UP; up++) {
    const within = new Set<OpenDepartmentId>();
    for (const { memberships } of seen.users)
      for (const { openDepartmentId } of memberships) within.add(openDepartmentId);
    const unread = [...within].filter((id) => !reading.departments.has(id));
    const known = (await findKnown?.departments(unread)) ?? new Set();
    const asked = await departmentsById(
      reading,
      unread.filter((id) => known.has(id)),
    );
    for (const { id, failure } of asked.failed) reading.leaveUnread("department_tree", id, failure);
    const above = seen.departments.flatMap(({ openDepartmentId: id, parentOpenDepartmentId: parent }) =>
      parent === null || standing.has(id) ? [] : [parent],
    );
    await readWithAncestors(reading, [...unread.filter((id) => !known.has(id)), ...above]);
    for (const record of asked.found) {
      standing.add(record.open_department_id);
      await reading.addDepartment(record);
    }
    await reading.flush();

    const leaders = new Set<OpenId>();
    for (const { leaderOpenId } of seen.users) if (leaderOpenId !== null) leaders.add(leaderOpenId);
    for (const { leaderOpenIds } of seen.departments) for (const leader of leaderOpenIds) leaders.add(leader);
    const knownLeaders = await findKnown?.people([...leaders]);
    const wanted = [...leaders].filter((id) => !reading.hasSeen(id) && knownLeaders?.has(id) !== true);
    if (wanted.length === 0) return;
    const { found } = await usersById(reading, wanted);
    if (found.length === 0) return;
    for (const record of found) await reading.addUser(record, null);
    await reading.flush();
  }
}
