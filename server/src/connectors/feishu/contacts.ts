import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { ContactRange, Coverage, Readability, SyncTarget } from "../../core/sync/snapshot.ts";
import { readWithAncestors } from "./ancestors.ts";
import { makeArrivals } from "./arrivals.ts";
import { departmentsById, usersById } from "./by-id.ts";
import type { FeishuClient } from "./client.ts";
import { readPermissions, readPermissionsAgain } from "./granted.ts";
import { ROOT } from "./normalise-department.ts";
import type { GrantedPermissions } from "./permissions.ts";
import { type MembersRead, readMembers } from "./read-members.ts";
import { readRecords, remembering } from "./read-records.ts";
import { readBelow, readTree } from "./read-tree.ts";
import { type ContactSink, Reading, type ReadOptions } from "./reading.ts";

/** What a reading says about itself once everything went to the sink; with the sink's records it is a `SourceSnapshot`. */
export interface ReadResult {
  readonly target: SyncTarget;
  readonly readable: Readability;
  readonly coverage: Coverage;
  /** Of a narrow target's people: asked for and not there. */
  readonly confirmedAbsentUsers: readonly OpenId[];
  readonly confirmedAbsentDepartments: readonly OpenDepartmentId[];
}

/** What a narrow reading did not ask. */
const RANGE_NOT_ASKED: ContactRange = { mode: "partial", departments: [], users: [] };
const NO_MEMBERS: MembersRead = { read: 0, refused: 0, rootMembers: null };

/**
 * Reads Feishu's contacts: everything in range, a department's subtree, or single people (product.md 3.1). Records go to the
 * sink in batches, each once; nothing big is kept here.
 *
 * @throws FeishuFailure when nothing at all could be read; the signal's reason when it fires. Anything less is in
 *   `coverage.unread`
 */
export async function readContacts(
  client: FeishuClient,
  target: SyncTarget,
  sink: ContactSink,
  options: ReadOptions,
): Promise<ReadResult> {
  if (target.kind === "records") return await readSingly(client, target, sink, options);
  const reading = new Reading(client, sink, options);
  if (target.kind === "all") return await readAll(reading, target);
  const granted = await readPermissions(reading);
  const grants = granted && { before: granted, after: granted };
  const absent = target.kind === "users" ? await readUsers(reading, target) : await readDepartment(reading, target);
  await reading.flush();
  return {
    target,
    readable: reading.observer.judge(grants, false),
    coverage: coverageOf(reading, RANGE_NOT_ASKED, absent.members, null),
    confirmedAbsentUsers: absent.users,
    confirmedAbsentDepartments: absent.departments,
  };
}

async function readAll(reading: Reading, target: SyncTarget): Promise<ReadResult> {
  const before = await readPermissions(reading);
  const { range, members } = await readTreeAndMembers(reading);
  if (range.mode === "partial") await readListedUsers(reading, range.users);
  const after = before && (await readPermissionsAgain(reading));
  await reading.flush();
  const complete = reading.unread.length === 0;
  return {
    target,
    readable: reading.observer.judge(grantsOf(before, after), complete),
    coverage: coverageOf(reading, range, members, usersHint(reading, range, members)),
    confirmedAbsentUsers: [],
    confirmedAbsentDepartments: [],
  };
}

/** A department's people are asked for as soon as it is known: the two APIs have limits of their own. */
async function readTreeAndMembers(reading: Reading) {
  const departments = makeArrivals<string>();
  reading.onDepartment = departments.add;
  const tree = async () => {
    try {
      const range = await readTree(reading);
      await reading.flush();
      // Every department is asked, and the root where it may be asked.
      if (range.mode === "all") departments.add(ROOT);
      return range;
    } finally {
      departments.end();
    }
  };
  const [range, members] = await Promise.all([tree(), readMembers(reading, departments)]);
  return { range, members };
}

/** Permissions are asked for meanwhile: an event wants to be seen soon. */
async function readSingly(
  client: FeishuClient,
  target: SyncTarget & { readonly kind: "records" },
  to: ContactSink,
  options: ReadOptions,
): Promise<ReadResult> {
  const { sink, seen } = remembering(to);
  const reading = new Reading(client, sink, options);
  const [granted, read] = await Promise.all([
    readPermissions(reading),
    readRecords(reading, target, seen, options.findKnown),
  ]);
  await reading.flush();
  const { absentUsers, absentDepartments, range, departmentsRead } = read;
  const counts = { read: departmentsRead, refused: 0, rootMembers: null };
  return {
    target,
    readable: reading.observer.judge(granted && { before: granted, after: granted }, false),
    coverage: coverageOf(reading, range ?? RANGE_NOT_ASKED, counts, null),
    confirmedAbsentUsers: absentUsers,
    confirmedAbsentDepartments: absentDepartments,
  };
}

function grantsOf(before: GrantedPermissions | null, after: GrantedPermissions | null) {
  return before && after ? { before, after } : null;
}

/** People whom the range lists one by one. Those it lists in vain are no loss: whoever is linked is confirmed singly. */
async function readListedUsers(reading: Reading, users: readonly OpenId[]): Promise<void> {
  const unseen = users.filter((id) => !reading.hasSeen(id));
  const { found, failed } = await usersById(reading, unseen);
  for (const record of found) await reading.addUser(record, null);
  for (const { id, failure } of failed) reading.leaveUnread("user", id, failure);
}

interface NarrowlyRead {
  readonly users: readonly OpenId[];
  readonly departments: readonly OpenDepartmentId[];
  readonly members: MembersRead;
}

async function readUsers(reading: Reading, target: SyncTarget & { readonly kind: "users" }): Promise<NarrowlyRead> {
  const { found, missing, failed } = await usersById(reading, target.openIds);
  for (const { id, failure } of failed) reading.leaveUnread("user", id, failure);
  if (found.length + missing.length === 0 && failed[0]) throw failed[0].failure;
  const departments = new Set<string>();
  for (const record of found) {
    await reading.addUser(record, null);
    for (const id of record.department_ids ?? []) departments.add(id);
  }
  await readWithAncestors(reading, departments);
  return { users: missing as OpenId[], departments: [], members: NO_MEMBERS };
}

async function readDepartment(
  reading: Reading,
  target: SyncTarget & { readonly kind: "department" },
): Promise<NarrowlyRead> {
  const { found, failed } = await departmentsById(reading, [target.openDepartmentId]);
  if (failed[0]) throw failed[0].failure;
  const record = found[0];
  if (!record) return { users: [], departments: [target.openDepartmentId], members: NO_MEMBERS };
  await reading.addDepartment(record);
  await readBelow(reading, target.openDepartmentId);
  const departments = makeArrivals<string>();
  for (const id of reading.departments.keys()) departments.add(id);
  departments.end();
  const members = await readMembers(reading, departments);
  if (record.parent_department_id) await readWithAncestors(reading, [record.parent_department_id]);
  return { users: [], departments: [], members };
}

function coverageOf(reading: Reading, range: ContactRange, members: MembersRead, usersHint: number | null): Coverage {
  return {
    range,
    departmentsExpected: members.read + members.refused,
    departmentsRead: members.read,
    departmentsRefused: members.refused,
    usersRead: reading.usersRead,
    usersHint,
    unread: reading.unread,
    calls: reading.calls,
  };
}

/** Counts of the topmost departments (they reach down) plus the people directly under the root. A hint, never a proof. */
function usersHint(reading: Reading, range: ContactRange, { rootMembers }: MembersRead): number | null {
  if (range.mode === "all" && rootMembers === null) return null;
  let sum = rootMembers ?? 0;
  for (const { parent, memberCount } of reading.departments.values()) {
    if (parent !== null && reading.departments.has(parent)) continue;
    if (memberCount === null) return null;
    sum += memberCount;
  }
  return sum;
}
