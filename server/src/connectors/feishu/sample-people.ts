import type { Readability, SourceUser } from "../../core/sync/snapshot.ts";
import type { UserRecord } from "./answers.ts";
import { usersById } from "./by-id.ts";
import type { FeishuClient } from "./client.ts";
import { childrenOf, contactRange, membersOf, PAGE_SIZE } from "./endpoints.ts";
import { isFailure } from "./failure.ts";
import { readPermissions } from "./granted.ts";
import { ROOT } from "./normalise-department.ts";
import { normaliseUser } from "./normalise-user.ts";
import { Reading } from "./reading.ts";

/** A few people as a sync would see them, and what may be read of people at all. */
export interface PeopleSample {
  readonly people: readonly SourceUser[];
  readonly readable: Readability;
}

const NOWHERE = { departments: () => {}, users: () => {} };
const LISTS_AT_ONCE = 4;
const MOST_LISTS = 24;

/**
 * Reads some of the people the app may see, one page a department, so that an operator sees which fields are filled (S5).
 *
 * @param limit most people wanted; fewer come where two dozen departments hold fewer
 * @throws FeishuFailure when the app is refused or its range cannot be read
 */
export async function samplePeople(client: FeishuClient, limit: number, signal: AbortSignal): Promise<PeopleSample> {
  const reading = new Reading(client, NOWHERE, { signal });
  const granted = await readPermissions(reading);
  const { departments, users } = await findNodes(reading);
  const people = new Map<string, SourceUser>();
  const take = (records: readonly UserRecord[], listedIn: string | null) => {
    for (const record of records) {
      if (people.size >= limit || people.has(record.open_id)) continue;
      reading.observer.seeUser(record);
      people.set(record.open_id, normaliseUser(record, listedIn));
    }
  };
  for (let at = 0; at < departments.length && people.size < limit; at += LISTS_AT_ONCE) {
    const asked = departments.slice(at, at + LISTS_AT_ONCE);
    const pages = await Promise.all(asked.map((department) => firstPage(reading, department)));
    for (const [index, page] of pages.entries()) take(page, asked[index] ?? null);
  }
  if (people.size < limit && users.length > 0) take((await usersById(reading, users.slice(0, limit))).found, null);
  return {
    people: [...people.values()],
    readable: reading.observer.judge(granted && { before: granted, after: granted }, false),
  };
}

/** Departments to look into and people listed one by one: of the whole company, else of the contact range. */
async function findNodes(
  reading: Reading,
): Promise<{ readonly departments: readonly string[]; readonly users: readonly string[] }> {
  try {
    const { items } = await reading.ask(childrenOf(ROOT, true, null));
    for (const record of items) reading.observer.seeDepartment(record);
    const ids = items.map((record) => record.open_department_id);
    return { departments: [ROOT, ...ids].slice(0, MOST_LISTS), users: [] };
  } catch (error) {
    if (!isFailure(error, "feishu_no_department_authority")) throw error;
  }
  const { items } = await reading.ask(contactRange(null));
  const nodes = items.flatMap(({ departments }) => departments);
  return { departments: nodes.slice(0, MOST_LISTS), users: items.flatMap((page) => page.users) };
}

/** The first people of a department; a department that may not be read has none to show. */
async function firstPage(reading: Reading, department: string): Promise<readonly UserRecord[]> {
  try {
    return (await reading.ask(membersOf(department, null, PAGE_SIZE))).items;
  } catch (error) {
    if (isFailure(error, "feishu_no_department_authority", "feishu_department_gone")) return [];
    throw error;
  }
}
