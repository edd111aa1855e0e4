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
export function membersOf(group: Group): ReadonlySet<Person> {
  const members = new Set<Person>();
  const take = (people: Iterable<Person>) => {
    for (const person of people) if (person.record.active) members.add(person);
  };
  const takeAll = (department: Department) => {
    take(department.people);
    for (const child of department.children) takeAll(child);
  };
  take(group.people);
  for (const { department, subtree } of group.departments) {
    if (subtree) takeAll(department);
    else take(department.people);
  }
  return members;
}
