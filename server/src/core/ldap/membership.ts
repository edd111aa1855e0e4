import type { Department, Group, Person } from "./nodes.ts";

/** The groups of a person, flattened: an active person is in their departments' groups, in those of all above, and in groups made by hand. */
export function groupsOf(person: Person): readonly Group[] {
  if (!person.record.active) return [];
  // A list, since there are few: making sets of them took a tenth of a search's time.
  const groups = [...person.groups];
  const add = (group: Group) => {
    if (!groups.includes(group)) groups.push(group);
  };
  for (const department of person.departments) {
    add(department.direct);
    for (const { group } of department.groups) add(group);
    for (let above: Department | null = department; above !== null; above = above.parent) {
      add(above.all);
      for (const { group, subtree } of above.groups) if (subtree) add(group);
    }
  }
  return groups;
}

/** Whether an active person is in any of some groups. Makes no list: a scan asks it of everybody. */
export function isInAny(person: Person, wanted: ReadonlySet<Group>): boolean {
  if (!person.record.active) return false;
  for (const group of person.groups) if (wanted.has(group)) return true;
  for (const department of person.departments) {
    if (wanted.has(department.direct)) return true;
    for (const { group } of department.groups) if (wanted.has(group)) return true;
    for (let above: Department | null = department; above !== null; above = above.parent) {
      if (wanted.has(above.all)) return true;
      for (const { group, subtree } of above.groups) if (subtree && wanted.has(group)) return true;
    }
  }
  return false;
}

export function isMember(person: Person, group: Group): boolean {
  return groupsOf(person).includes(group);
}

/** The active people of a group, each once. */
export function membersOf(group: Group): readonly Person[] {
  const only = onlySource(group);
  if (only) return [...only].filter(({ record }) => record.active);
  const members = new Set<Person>();
  for (const people of sourcesOf(group)) for (const person of people) if (person.record.active) members.add(person);
  return [...members];
}

/** Whether a group may have more members than some number. Costs less than looking at them. */
export function mayHaveMoreThan(count: number, group: Group): boolean {
  let sum = 0;
  for (const people of sourcesOf(group)) {
    sum += people.size;
    if (sum > count) return true;
  }
  return false;
}

/** Where all members of most groups stand, so that nobody comes twice. */
function onlySource({ people, departments: [named, another] }: Group): ReadonlySet<Person> | undefined {
  if (named === undefined) return people;
  const isAlone = another === undefined && people.size === 0;
  return isAlone && !(named.subtree && named.department.children.length > 0) ? named.department.people : undefined;
}

/** The people a group names, and those of each department it names. */
function* sourcesOf({ people, departments }: Group): Generator<ReadonlySet<Person>> {
  yield people;
  for (const { department, subtree } of departments) {
    if (subtree) yield* branchPeople(department);
    else yield department.people;
  }
}

function* branchPeople(department: Department): Generator<ReadonlySet<Person>> {
  yield department.people;
  for (const child of department.children) yield* branchPeople(child);
}
