import { type Department, ROOT } from "./department.ts";
import { type Memberships, primaryOf } from "./memberships.ts";
import { draw } from "./random.ts";

/** Gives four departments in five a main leader from among their members, some a deputy or two as well. */
export function appointLeaders(seed: number, departments: Department[], memberships: Memberships): void {
  for (const [index, department] of departments.entries()) {
    const members = memberships.listOf(index);
    if (index === ROOT || members.length === 0 || draw(seed, index, 70) % 5 === 0) continue;
    const main = draw(seed, index, 71) % members.length;
    department.leaders.push({ user: members[main] as number, type: 1 });
    const deputies = Math.min(members.length - 1, [0, 0, 0, 1, 2][draw(seed, index, 72) % 5] ?? 0);
    for (let next = 1; next <= deputies; next += 1) {
      department.leaders.push({ user: members[(main + next) % members.length] as number, type: 2 });
    }
  }
}

/** Everybody's direct leader: the main leader of the primary department, else of one above it; -1 = nobody. */
export function assignLeaders(
  people: number,
  departments: readonly Department[],
  memberships: Memberships,
): Int32Array {
  const leaders = new Int32Array(people).fill(-1);
  for (let user = 0; user < people; user += 1) {
    let department = primaryOf(memberships.of(user)) ?? ROOT;
    while (department !== ROOT) {
      const { leaders: heads, parent } = departments[department] as Department;
      const main = heads[0]?.user;
      if (main !== undefined && main !== user) {
        leaders[user] = main;
        break;
      }
      department = parent;
    }
  }
  return leaders;
}
