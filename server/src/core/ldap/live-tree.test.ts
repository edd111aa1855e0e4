import fc from "fast-check";
import { expect, test } from "vitest";
import { describeTree } from "../../../test/support/ldap-tree.ts";
import type { DepartmentId, Instant, UserId } from "../kernel/ids.ts";
import { LiveTree } from "./live-tree.ts";
import type { DepartmentRecord, GroupMemberRecord, GroupRecord, MembershipRecord, PersonRecord } from "./records.ts";

const BASE = "dc=example,dc=com";
const times = { createdAt: "2026-01-01T00:00:00.000Z" as Instant, updatedAt: "2026-01-02T00:00:00.000Z" as Instant };
const userId = (at: number) => `00000000-0000-4000-8000-0000000001${String(at).padStart(2, "0")}` as UserId;
const departmentId = (at: number) => `00000000-0000-4000-8000-0000000002${String(at).padStart(2, "0")}` as DepartmentId;
const groupId = (at: number) => `00000000-0000-4000-8000-0000000003${String(at).padStart(2, "0")}`;
const uuid = (at: number) => `00000000-0000-4000-8000-0000000004${String(at).padStart(2, "0")}`;

/** A directory small enough that names, addresses and numbers are shared, swapped and taken over all the time. */
interface Directory {
  readonly people: ReadonlyMap<number, PersonRecord>;
  readonly departments: ReadonlyMap<number, DepartmentRecord>;
  readonly groups: ReadonlyMap<number, GroupRecord>;
  /** By person. */
  readonly memberships: ReadonlyMap<number, readonly number[]>;
  /** By group: people, and departments with or without what is below. */
  readonly members: ReadonlyMap<number, readonly (readonly ["person" | "department" | "subtree", number])[]>;
}

const PEOPLE = 6;
const DEPARTMENTS = 5;
const GROUPS = 3;

const person = (at: number): fc.Arbitrary<PersonRecord> =>
  fc.record({
    id: fc.constant(userId(at)),
    username: fc.constantFrom("li", "Wang", "ｌｉ", "a,b"),
    name: fc.constantFrom("李伟", "Zoë"),
    email: fc.constantFrom(null, "a@example.com", "A@example.com", "b@example.com"),
    mobile: fc.constant(null),
    employeeNo: fc.constantFrom(null, "7", "8"),
    jobTitle: fc.constant(null),
    leaderId: fc.option(fc.nat(PEOPLE - 1).map(userId)),
    active: fc.boolean(),
    uidNumber: fc.constantFrom(100_000 + at, 100_000 + at, 100_050 - at),
    createdAt: fc.constant(times.createdAt),
    updatedAt: fc.constant(times.updatedAt),
  });
const department = (at: number): fc.Arbitrary<DepartmentRecord> =>
  fc.record({
    id: fc.constant(departmentId(at)),
    slug: fc.constantFrom(`d${at}`, `e${at}`),
    name: fc.constantFrom("研发部", "平台组"),
    parentId: fc.option(fc.nat(DEPARTMENTS - 1).map(departmentId)),
    direct: fc.constant({ entryUuid: uuid(at), gidNumber: 200_001 + at }),
    all: fc.constant({ entryUuid: uuid(20 + at), gidNumber: 200_020 + at }),
    createdAt: fc.constant(times.createdAt),
    updatedAt: fc.constant(times.updatedAt),
  });
const group = (at: number): fc.Arbitrary<GroupRecord> =>
  fc.record({
    id: fc.constant(groupId(at)),
    slug: fc.constant(`g${at}`),
    name: fc.constantFrom("VPN", "Wi-Fi"),
    description: fc.constantFrom("", "May dial in"),
    entryUuid: fc.constant(uuid(40 + at)),
    gidNumber: fc.constant(200_040 + at),
    createdAt: fc.constant(times.createdAt),
    updatedAt: fc.constant(times.updatedAt),
  });
/** Some of so many, each with a value. */
function some<Value>(count: number, value: (at: number) => fc.Arbitrary<Value>): fc.Arbitrary<Map<number, Value>> {
  const each = Array.from({ length: count }, (_, at) => fc.tuple(fc.boolean(), value(at)));
  return fc
    .tuple(...each)
    .map((drawn) => new Map(drawn.flatMap(([there, held], at) => (there ? [[at, held] as const] : []))));
}
const directory: fc.Arbitrary<Directory> = fc.record({
  people: some(PEOPLE, person),
  departments: some(DEPARTMENTS, department),
  groups: some(GROUPS, group),
  memberships: some(PEOPLE, () => fc.uniqueArray(fc.nat(DEPARTMENTS - 1), { maxLength: 3 })),
  members: some(GROUPS, () =>
    fc.uniqueArray(
      fc.oneof(
        fc.tuple(fc.constant("person" as const), fc.nat(PEOPLE - 1)),
        fc.tuple(fc.constantFrom("department" as const, "subtree" as const), fc.nat(DEPARTMENTS - 1)),
      ),
      { maxLength: 4, selector: ([kind, at]) => `${kind === "person"}${at}` },
    ),
  ),
});

const memberships = ({ memberships: held }: Directory): MembershipRecord[] =>
  [...held].flatMap(([at, of]) => of.map((to) => ({ userId: userId(at), departmentId: departmentId(to) })));
const members = ({ members: held }: Directory): GroupMemberRecord[] =>
  [...held].flatMap(([at, of]) =>
    of.map(([kind, to]) => ({
      groupId: groupId(at),
      userId: kind === "person" ? userId(to) : null,
      departmentId: kind === "person" ? null : departmentId(to),
      subtree: kind === "subtree",
    })),
  );

function fresh(state: Directory): LiveTree {
  const tree = new LiveTree(BASE);
  tree.putDepartments([...state.departments.values()]);
  tree.putGroups([...state.groups.values()]);
  tree.putPeople([...state.people.values()]);
  tree.addMemberships(memberships(state));
  tree.addGroupMembers(members(state));
  return tree;
}

/** Tells a tree what is different, as the reader of changes does: batches of people one at a time. */
function follow(tree: LiveTree, before: Directory, after: Directory): void {
  const differ = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const places = (count: number) => Array.from({ length: count }, (_, at) => at);
  const departments = places(DEPARTMENTS).filter((at) => differ(before.departments.get(at), after.departments.get(at)));
  tree.dropDepartments(departments.filter((at) => !after.departments.has(at)).map(departmentId));
  tree.putDepartments(departments.flatMap((at) => after.departments.get(at) ?? []));
  const added = new Set(departments.filter((at) => !before.departments.has(at)).map(departmentId));
  tree.addMemberships(memberships(after).filter((one) => added.has(one.departmentId)));
  tree.addGroupMembers(members(after).filter((one) => one.departmentId !== null && added.has(one.departmentId)));
  const groups = places(GROUPS).filter(
    (at) =>
      differ(before.groups.get(at), after.groups.get(at)) || differ(before.members.get(at), after.members.get(at)),
  );
  tree.dropGroups(groups.filter((at) => !after.groups.has(at)).map(groupId));
  tree.putGroups(groups.flatMap((at) => after.groups.get(at) ?? []));
  tree.addGroupMembers(members(after).filter((one) => groups.map(groupId).includes(one.groupId)));
  const people = places(PEOPLE).filter(
    (at) =>
      differ(before.people.get(at), after.people.get(at)) ||
      differ(before.memberships.get(at), after.memberships.get(at)),
  );
  for (const at of people) {
    const record = after.people.get(at);
    if (record === undefined) {
      tree.dropPeople([userId(at)]);
      continue;
    }
    tree.putPeople([record]);
    tree.addMemberships(memberships(after).filter((one) => one.userId === userId(at)));
    tree.addGroupMembers(members(after).filter((one) => one.userId === userId(at)));
  }
}

test("a tree that followed any series of changes is the one that is made of what is there", () => {
  fc.assert(
    fc.property(directory, fc.array(directory, { minLength: 1, maxLength: 4 }), (first, later) => {
      const tree = fresh(first);
      let before = first;
      for (const after of later) {
        follow(tree, before, after);
        before = after;
        expect(describeTree(tree)).toEqual(describeTree(fresh(after)));
      }
    }),
    { numRuns: 300 },
  );
});

test("a list that was taken stays as it was", () => {
  fc.assert(
    fc.property(directory, directory, (before, after) => {
      const tree = fresh(before);
      const taken = [tree.people, tree.departments, tree.groups, tree.roots];
      const copies = taken.map((list) => [...list]);
      follow(tree, before, after);
      expect(taken).toEqual(copies);
    }),
  );
});

test("of two people with one name the one with the lower number has it, and the other has it when that one goes", () => {
  const tree = new LiveTree(BASE);
  const named = (at: number): PersonRecord => ({
    ...times,
    id: userId(at),
    username: "li",
    name: "李",
    email: "li@example.com",
    mobile: null,
    employeeNo: null,
    jobTitle: null,
    leaderId: null,
    active: true,
    uidNumber: 100_000 + at,
  });
  tree.putPeople([named(2), named(1)]);
  expect(tree.personByUid.get("li")?.record.id).toBe(userId(1));
  expect(tree.peopleByMail?.all("li@example.com").map(({ record }) => record.id)).toEqual([userId(1), userId(2)]);
  tree.dropPeople([userId(1)]);
  expect(tree.personByUid.get("li")?.record.id).toBe(userId(2));
  expect(tree.peopleByMail?.all("li@example.com")).toHaveLength(1);
});

test("every change is counted, and what changes nothing is not", () => {
  fc.assert(
    fc.property(person(1), department(1), group(1), (someone, somewhere, some) => {
      const tree = new LiveTree(BASE);
      const inside = { groupId: some.id, userId: someone.id, departmentId: null, subtree: false };
      const changes: readonly (() => void)[] = [
        () => tree.putDepartments([somewhere]),
        () => tree.putGroups([some]),
        () => tree.putPeople([someone]),
        () => tree.addMemberships([{ userId: someone.id, departmentId: somewhere.id }]),
        () => tree.addGroupMembers([inside]),
        () => tree.dropPeople([someone.id]),
        () => tree.dropGroups([some.id]),
        () => tree.dropDepartments([somewhere.id]),
      ];
      for (const change of changes) {
        const { changeCount } = tree;
        change();
        expect(tree.changeCount).toBeGreaterThan(changeCount);
      }
      const { changeCount } = tree;
      for (const nothing of [() => tree.putDepartments([]), () => tree.putGroups([]), () => tree.putPeople([])])
        nothing();
      for (const nothing of [() => tree.dropDepartments([]), () => tree.dropGroups([]), () => tree.dropPeople([])])
        nothing();
      for (const nothing of [() => tree.addMemberships([]), () => tree.addGroupMembers([])]) nothing();
      expect(tree.changeCount).toBe(changeCount);
    }),
    { numRuns: 20 },
  );
});
