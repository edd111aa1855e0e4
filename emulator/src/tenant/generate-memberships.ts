import { type Blueprint, MOST_DEPARTMENTS_OF_A_USER } from "./blueprint.ts";
import { ROOT } from "./department.ts";
import type { MembershipTable } from "./memberships.ts";
import { draw, makeRanking } from "./random.ts";

/** One department in this many is left empty. */
const EMPTY_SHARE = 33;

/**
 * Spreads the people over the departments: exactly `memberships` pairs for the listed ones, a few big departments and
 * many small ones, some empty; one person in as many departments as the platform allows.
 */
export function generateMemberships(blueprint: Blueprint): MembershipTable {
  const counts = countPerUser(blueprint);
  const people = counts.length;
  const starts = new Int32Array(people + 1);
  for (let user = 0; user < people; user += 1)
    starts[user + 1] = (starts[user] as number) + Math.max(1, counts[user] as number);
  const departments = new Int32Array(starts[people] as number);
  const sizeOrder = makeRanking(blueprint.seed, Math.max(1, blueprint.departments), 60);
  for (let user = 0; user < people; user += 1) {
    const from = starts[user] as number;
    if (counts[user] === 0) {
      departments[from] = ROOT;
      continue;
    }
    for (let at = from; at < (starts[user + 1] as number); at += 1) {
      departments[at] = chooseDepartment(blueprint, sizeOrder, user, departments.subarray(from, at));
    }
  }
  return { starts, departments };
}

/** How many departments each person is in; 0 = directly under the root. People who left are in one. */
function countPerUser(blueprint: Blueprint): Uint8Array {
  const { seed, users, resigned, departments, rootPeople } = blueprint;
  const counts = new Uint8Array(users + resigned).fill(departments === 0 ? 0 : 1);
  const rank = makeRanking(seed, users, 61);
  for (let user = 0; user < users; user += 1) if (rank(user) < rootPeople) counts[user] = 0;
  const most = Math.min(MOST_DEPARTMENTS_OF_A_USER, departments);
  let extra = blueprint.memberships - (users - rootPeople);
  const give = (user: number, wanted: number) => {
    const had = counts[user] as number;
    if (had === 0) return;
    const given = Math.min(wanted, extra, most - had);
    counts[user] = had + given;
    extra -= given;
  };
  const busiest = counts.indexOf(1);
  if (busiest >= 0 && extra > most * 2) give(busiest, most);
  for (let turn = 0; extra > 0 && turn < blueprint.memberships * 3; turn += 1) give(draw(seed, turn, 62) % users, 1);
  for (let user = 0; extra > 0 && user < users; user += 1) give(user, most);
  return counts;
}

function chooseDepartment(
  blueprint: Blueprint,
  sizeOrder: (index: number) => number,
  user: number,
  before: Int32Array,
): number {
  const { seed, departments } = blueprint;
  const chance = draw(seed, user, 63 + before.length) / 0x1_0000_0000;
  // Squaring the draw makes the first places of the size order much bigger than the last ones.
  let place = Math.floor(chance * chance * departments);
  for (const keepSomeEmpty of [true, false]) {
    for (let tries = 0; tries < departments; tries += 1) {
      const department = 1 + sizeOrder(place);
      const stayEmpty = keepSomeEmpty && draw(seed, department, 64) % EMPTY_SHARE === 0;
      if (!stayEmpty && !before.includes(department)) return department;
      place = (place + 1) % departments;
    }
  }
  throw new Error(`user ${user} has no department left to be in`);
}
