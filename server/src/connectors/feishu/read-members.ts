import type { Arrivals } from "./arrivals.ts";
import { departmentsById } from "./by-id.ts";
import { membersOf } from "./endpoints.ts";
import { type FeishuFailure, isFailure } from "./failure.ts";
import { ROOT } from "./normalise-department.ts";
import { readPages } from "./pager.ts";
import { forEachAtOnce } from "./pool.ts";
import type { Reading } from "./reading.ts";

/** Lists read at once: enough for 50 calls a second at half a second's delay. */
const LISTS_AT_ONCE = 24;

/** How reading the members of a set of departments went. */
export interface MembersRead {
  readonly read: number;
  readonly refused: number;
  /** People whom the root's own list showed; null when it was not asked for. */
  readonly rootMembers: number | null;
}

/**
 * Reads the direct members of every department, empty ones too: `member_count` is a hint, never a proof (product.md 3.1).
 * What cannot be read to its end is noted as unread.
 *
 * @param departments ids, which may still be arriving; "0" for the people directly under the root, which needs a full contact range
 */
export async function readMembers(reading: Reading, departments: Arrivals<string>): Promise<MembersRead> {
  let read = 0;
  let refused = 0;
  let rootMembers: number | null = null;
  let done = 0;
  const report = () => {
    done++;
    // While departments arrive it is they who are counted.
    if (departments.ended) reading.report("users", done, departments.count);
  };
  await forEachAtOnce(
    departments,
    LISTS_AT_ONCE,
    async (department) => {
      const members = await readList(reading, department);
      if (department === ROOT) rootMembers = members;
      else read++;
      report();
    },
    (department, failure) => {
      if (department !== ROOT) refused++;
      reading.leaveUnread(department === ROOT ? "root_members" : "department_members", department, failure);
      report();
    },
  );
  return { read, refused, rootMembers };
}

/** Returns how many people the list showed, those seen before included. */
async function readList(reading: Reading, department: string): Promise<number> {
  try {
    return await readOnce(reading, department);
  } catch (error) {
    if (!isFailure(error, "feishu_department_gone", "feishu_no_department_authority") || department === ROOT)
      throw error;
    await insistThatItIsThere(reading, department, error);
    return await readOnce(reading, department);
  }
}

async function readOnce(reading: Reading, department: string): Promise<number> {
  let members = 0;
  for await (const page of readPages((token) => reading.ask(membersOf(department, token)))) {
    for (const record of page) await reading.addUser(record, department);
    members += page.length;
  }
  return members;
}

/**
 * A department listed a moment ago is refused now (feishu contract, trap 21). If it is really gone its people may be in a
 * department that was read before they came there, so the refusal stands and nothing is proved about anybody.
 */
async function insistThatItIsThere(reading: Reading, department: string, refusal: FeishuFailure): Promise<void> {
  const { found } = await departmentsById(reading, [department]);
  if (found.length === 0) throw refusal;
}
