import type { DepartmentRecord, UserRecord } from "./answers.ts";
import { departmentsById, usersById } from "./by-id.ts";
import { passed } from "./diagnose-access.ts";
import type { DiagnosisCheck, RangeReport } from "./diagnosis.ts";
import { childrenOf, contactRange, membersOf, PAGE_SIZE } from "./endpoints.ts";
import { isFailure } from "./failure.ts";
import { ROOT } from "./normalise-department.ts";
import { readPages } from "./pager.ts";
import type { Reading } from "./reading.ts";

/** What the app may see, with a few records to judge fields by. */
export interface RangeSample {
  readonly report: RangeReport;
  readonly departments: readonly DepartmentRecord[];
  readonly people: readonly UserRecord[];
}

const NAMES = 5;
const PEOPLE = 10;
const DEPARTMENTS_TRIED = 4;

/**
 * Looks at the contact range and takes a sample of it.
 *
 * @throws FeishuFailure when neither the root nor the configured range can be read
 */
export async function sampleRange(reading: Reading): Promise<RangeSample> {
  try {
    const { items, next } = await reading.ask(childrenOf(ROOT, false, null));
    const people = await samplePeople(reading, [ROOT, ...items.map((record) => record.open_department_id)]);
    return {
      report: reportOf("all", null, null, next === null ? items : null, items, people),
      departments: items,
      people,
    };
  } catch (error) {
    if (!isFailure(error, "feishu_no_department_authority")) throw error;
  }
  const departments: string[] = [];
  const users: string[] = [];
  let groups = 0;
  for await (const pages of readPages((token) => reading.ask(contactRange(token)))) {
    for (const page of pages) {
      departments.push(...page.departments);
      users.push(...page.users);
      groups += page.groups.length;
    }
  }
  const { found } = await departmentsById(reading, departments.slice(0, PAGE_SIZE));
  const inDepartments = await samplePeople(reading, departments);
  const people = inDepartments.length > 0 ? inDepartments : (await usersById(reading, users.slice(0, PEOPLE))).found;
  const counted = found.length === departments.length && groups === 0 ? found : null;
  const mode = departments.length + users.length + groups === 0 ? "nobody" : "partial";
  return {
    report: reportOf(mode, departments.length, users.length, counted, found, people),
    departments: found,
    people,
  };
}

/** The first people met in the first departments that have any; lists that fail are passed over. */
async function samplePeople(reading: Reading, departments: readonly string[]): Promise<readonly UserRecord[]> {
  for (const department of departments.slice(0, DEPARTMENTS_TRIED)) {
    try {
      const { items } = await reading.ask(membersOf(department, null, PEOPLE));
      if (items.length > 0) return items;
    } catch (error) {
      if (!isFailure(error)) throw error;
    }
  }
  return [];
}

function reportOf(
  mode: RangeReport["mode"],
  departments: number | null,
  users: number | null,
  /** Every topmost department in range; null where there are more than were read. */
  counted: readonly DepartmentRecord[] | null,
  named: readonly DepartmentRecord[],
  people: readonly UserRecord[],
): RangeReport {
  const names = [...named.map(({ name }) => name), ...(mode === "partial" ? people.map(({ name }) => name) : [])];
  const hints = counted?.map(({ member_count }) => member_count ?? null) ?? [null];
  const peopleHint = hints.includes(null) ? null : hints.reduce<number>((sum, n) => sum + (n ?? 0), users ?? 0);
  return { mode, departments, users, peopleHint, sample: names.filter((name) => !!name).slice(0, NAMES) as string[] };
}

/** The range as one judged point. */
export function checkRange(range: RangeReport): DiagnosisCheck {
  if (range.mode === "all") return passed("contact_range", "The app may see everybody.");
  if (range.mode === "partial") {
    return passed("contact_range", "The app may see a part of the company; the rest is neither synced nor touched.");
  }
  return {
    check: "contact_range",
    state: "failed",
    code: "contact_range_empty",
    message: "The app may see nobody.",
    cure: "Set the app's contact range in Feishu (all members, or the departments to sync), publish a version and have it approved.",
  };
}
