import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import { compareText } from "../../core/kernel/text.ts";
import type { ContactRange } from "../../core/sync/snapshot.ts";
import type { DepartmentRecord } from "./answers.ts";
import { departmentsById } from "./by-id.ts";
import { childrenOf, contactRange } from "./endpoints.ts";
import { FeishuFailure, isFailure } from "./failure.ts";
import { ROOT } from "./normalise-department.ts";
import { readPages } from "./pager.ts";
import { forEachAtOnce } from "./pool.ts";
import type { Reading } from "./reading.ts";

/** "Big department, recursion forbidden" (feishu contract 3.8, trap 20). */
const RECURSION_FORBIDDEN = 43010;
const LISTS_AT_ONCE = 8;

/**
 * Reads every department in range and tells what the range is. The root's children are asked for first: that they are
 * answered proves the range to be everybody (feishu contract 3.6).
 *
 * @throws FeishuFailure when not even the first page or the range can be had: then nothing is known
 */
export async function readTree(reading: Reading): Promise<ContactRange> {
  try {
    await readBelow(reading, ROOT);
    return { mode: "all", departments: [], users: [] };
  } catch (error) {
    if (!isFailure(error, "feishu_no_department_authority")) {
      if (!isFailure(error) || reading.departments.size === 0) throw error;
      // The first page was answered, so the range is everybody; what followed it is not known.
      reading.leaveUnread("department_tree", ROOT, error);
      return { mode: "all", departments: [], users: [] };
    }
  }
  return await readPartialTree(reading);
}

/**
 * Reads a department's whole subtree, itself excluded. A subtree too big for one list is read level by level.
 *
 * @throws FeishuFailure when the list of the department itself fails; a failing list further down is noted as unread
 */
export async function readBelow(reading: Reading, department: string): Promise<void> {
  try {
    await readList(reading, department, true);
    return;
  } catch (error) {
    if (!isFailure(error) || error.detail.feishu_code !== RECURSION_FORBIDDEN) throw error;
  }
  const children = await readList(reading, department, false);
  await forEachAtOnce(
    children,
    LISTS_AT_ONCE,
    (child) => readBelow(reading, child),
    (child, failure) => reading.leaveUnread("department_tree", child, failure),
  );
}

/** Returns the departments that were new to the reading. */
async function readList(reading: Reading, department: string, recursive: boolean): Promise<readonly string[]> {
  const added: string[] = [];
  for await (const page of readPages((token) => reading.ask(childrenOf(department, recursive, token)))) {
    for (const record of page) if (await reading.addDepartment(record)) added.push(record.open_department_id);
    reading.report("departments", reading.departments.size, null);
  }
  return added;
}

/**
 * Asks what the contact range is, without reading it: one call where it is everybody.
 *
 * @throws FeishuFailure when that cannot be had
 */
export async function readRange(reading: Reading): Promise<ContactRange> {
  try {
    await reading.ask(childrenOf(ROOT, false, null, 1));
    return { mode: "all", departments: [], users: [] };
  } catch (error) {
    if (!isFailure(error, "feishu_no_department_authority")) throw error;
  }
  return rangeOf(await readNodes(reading));
}

interface RangeNodes {
  readonly departments: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

async function readNodes(reading: Reading): Promise<RangeNodes> {
  const listed = { departments: new Set<string>(), users: new Set<string>(), groups: new Set<string>() };
  for await (const pages of readPages((token) => reading.ask(contactRange(token)))) {
    for (const page of pages) {
      for (const id of page.departments) listed.departments.add(id);
      for (const id of page.users) listed.users.add(id);
      for (const id of page.groups) listed.groups.add(id);
    }
  }
  return listed;
}

function rangeOf(listed: RangeNodes): ContactRange {
  return {
    mode: "partial",
    departments: [...listed.departments].sort(compareText) as OpenDepartmentId[],
    users: [...listed.users].sort(compareText) as OpenId[],
  };
}

/** A partial range names nodes without their descendants (feishu contract, trap 5). */
async function readPartialTree(reading: Reading): Promise<ContactRange> {
  const listed = await readNodes(reading);
  for (const group of listed.groups) {
    // The planner takes an unread person as what it is: absence of others stays provable, one by one.
    reading.leaveUnread("user", group, new FeishuFailure("feishu_group_in_range"));
  }
  await readListedDepartments(reading, [...listed.departments]);
  return rangeOf(listed);
}

async function readListedDepartments(reading: Reading, listed: readonly string[]): Promise<void> {
  const { found, missing, failed } = await departmentsById(reading, listed);
  for (const { id, failure } of failed) reading.leaveUnread("department_tree", id, failure);
  for (const id of missing) reading.leaveUnread("department_tree", id, new FeishuFailure("feishu_department_gone"));
  // A listed department below another listed one comes with that one's list; those whose parent is listed too wait for it.
  const ids = new Set(found.map((record) => record.open_department_id));
  const isNested = (record: DepartmentRecord) => ids.has(record.parent_department_id ?? ROOT);
  for (const nested of [false, true]) {
    await forEachAtOnce(
      found.filter((record) => isNested(record) === nested),
      LISTS_AT_ONCE,
      async (record) => {
        if (await reading.addDepartment(record)) await readBelow(reading, record.open_department_id);
      },
      (record, failure) => reading.leaveUnread("department_tree", record.open_department_id, failure),
    );
  }
}
