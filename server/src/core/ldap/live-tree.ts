import type { DepartmentId, UserId } from "../kernel/ids.ts";
import { dnKey, parseDn } from "./dn.ts";
import { type Department, type Group, type Node, orderOf, type Person } from "./nodes.ts";
import { PeopleIndex } from "./people-index.ts";
import { prepareText } from "./prepare-text.ts";
import type { DepartmentRecord, GroupMemberRecord, GroupRecord, MembershipRecord, PersonRecord } from "./records.ts";
import { type CompiledRelations, defaultRelations } from "./relations/compile.ts";
import { inOrder, positionAfter } from "./scope.ts";
import type { Lookup, Tree } from "./tree.ts";

/**
 * A tree that follows the directory. Records come in any number of batches; after each call the tree is whole, its indexes say
 * what its nodes say, and it is the same as one made of the records it was last given, in whatever order. Give departments
 * before groups and both before people: what refers to nothing known is passed over.
 */
export class LiveTree implements Tree {
  readonly baseDn: string;
  readonly baseKey: string;
  changeCount = 0;
  departments: readonly Department[] = [];
  groups: readonly Group[] = [];
  roots: readonly Department[] = [];
  readonly personById = new Map<UserId, Person>();
  readonly personByUid = new PeopleIndex();
  readonly personByUidNumber: Lookup<number, Person> = { get: (number) => this.#findByNumber(number) };
  readonly relations: CompiledRelations;
  readonly peopleByCn: PeopleIndex | null;
  readonly peopleByMail: PeopleIndex | null;
  readonly peopleByEmployeeNumber: PeopleIndex | null;
  readonly groupByCn = new Map<string, Group>();
  readonly groupByGid = new Map<number, Group>();
  readonly departmentById = new Map<DepartmentId, Department>();
  readonly departmentBySlug = new Map<string, Department>();
  readonly nodeByUuid: Lookup<string, Node> = {
    get: (uuid) =>
      this.personById.get(uuid as UserId) ??
      this.departmentById.get(uuid as DepartmentId) ??
      this.#groupByUuid.get(uuid),
  };
  readonly #groupByUuid = new Map<string, Group>();
  /** Groups made by hand, by their id. */
  readonly #madeById = new Map<string, Group>();
  readonly #indexes: (readonly [index: PeopleIndex, keyOf: (record: PersonRecord) => string | null])[];
  #people: Person[] = [];
  /** Whether somebody may hold the list of people, so that it has to stay as it is: while the first are read, nobody does. */
  #isTaken = false;

  constructor(baseDn: string, relations = defaultRelations) {
    this.baseDn = baseDn;
    this.baseKey = dnKey(parseDn(baseDn) ?? []);
    this.relations = relations;
    this.#indexes = [[this.personByUid, ({ username }) => username]];
    this.peopleByCn = relations.cnIsUsername ? this.personByUid : this.#addIndex("cn");
    this.peopleByMail = this.#addIndex("mail");
    this.peopleByEmployeeNumber = this.#addIndex("employeeNumber");
  }

  get people(): readonly Person[] {
    this.#isTaken = true;
    return this.#people;
  }

  /** Departments that are new or changed; who is in them stays. */
  putDepartments(records: readonly DepartmentRecord[]): void {
    if (records.length === 0) return;
    this.changeCount += 1;
    for (const record of records) {
      const known = this.departmentById.get(record.id);
      if (known) this.#unlistDepartment(known);
      const node = known ?? makeDepartment(record);
      node.record = record;
      node.order = orderOf.department(record.direct.gidNumber);
      Object.assign(node.direct, departmentGroup(record, false));
      Object.assign(node.all, departmentGroup(record, true));
      this.departmentById.set(record.id, node);
      this.departmentBySlug.set(record.slug, node);
      this.#listGroup(node.direct);
      this.#listGroup(node.all);
    }
    this.#arrangeDepartments();
    this.#arrangeGroups();
  }

  dropDepartments(ids: readonly DepartmentId[]): void {
    if (ids.length === 0) return;
    this.changeCount += 1;
    for (const id of ids) {
      const node = this.departmentById.get(id);
      if (node === undefined) continue;
      this.#unlistDepartment(node);
      this.departmentById.delete(id);
      for (const person of node.people) person.departments = without(person.departments, node);
      for (const { group } of node.groups)
        group.departments = group.departments.filter(({ department }) => department !== node);
    }
    this.#arrangeDepartments();
    this.#arrangeGroups();
  }

  /** Groups made by hand that are new or changed, without members: `addGroupMembers` comes next. */
  putGroups(records: readonly GroupRecord[]): void {
    if (records.length === 0) return;
    this.changeCount += 1;
    for (const record of records) {
      const known = this.#madeById.get(record.id);
      if (known) this.#emptyGroup(known);
      const fields = madeGroup(record);
      const group = known ? Object.assign(known, fields) : makeGroup(new Set(), fields);
      this.#madeById.set(record.id, group);
      this.#listGroup(group);
    }
    this.#arrangeGroups();
  }

  dropGroups(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.changeCount += 1;
    for (const id of ids) {
      const group = this.#madeById.get(id);
      if (group === undefined) continue;
      this.#emptyGroup(group);
      this.#madeById.delete(id);
    }
    this.#arrangeGroups();
  }

  /** People that are new or changed, in no department and no group: `addMemberships` and `addGroupMembers` come next. */
  putPeople(records: readonly PersonRecord[]): void {
    if (records.length === 0) return;
    this.changeCount += 1;
    const added: Person[] = [];
    for (const record of records) {
      const known = this.personById.get(record.id);
      if (known?.record.uidNumber === record.uidNumber) {
        this.#detach(known);
        this.#index(known, known.record, record);
        known.record = record;
        known.dn = null;
        continue;
      }
      // Another number is another place in every list.
      if (known) this.dropPeople([record.id]);
      const order = orderOf.person(record.uidNumber);
      const person: Person = { kind: "person", order, record, dn: null, departments: NONE, groups: NONE };
      this.personById.set(record.id, person);
      this.#index(person, null, record);
      added.push(person);
    }
    this.#listPeople(added);
  }

  dropPeople(ids: readonly UserId[]): void {
    if (ids.length === 0) return;
    this.changeCount += 1;
    const gone = new Set<Person>();
    for (const id of ids) {
      const person = this.personById.get(id);
      if (person === undefined) continue;
      gone.add(person);
      this.#detach(person);
      this.#index(person, person.record, null);
      this.personById.delete(id);
    }
    if (gone.size === 0) return;
    this.#people = this.#people.filter((person) => !gone.has(person));
    this.#isTaken = false;
  }

  addMemberships(records: readonly MembershipRecord[]): void {
    if (records.length > 0) this.changeCount += 1;
    for (const { userId, departmentId } of records) {
      const person = this.personById.get(userId);
      const department = this.departmentById.get(departmentId);
      if (!person || !department || department.people.has(person)) continue;
      person.departments = withNode(person.departments, department);
      department.people.add(person);
    }
  }

  addGroupMembers(records: readonly GroupMemberRecord[]): void {
    if (records.length > 0) this.changeCount += 1;
    for (const { groupId, userId, departmentId, subtree } of records) {
      const group = this.#madeById.get(groupId);
      const person = userId === null ? undefined : this.personById.get(userId);
      const department = departmentId === null ? undefined : this.departmentById.get(departmentId);
      if (group && person && !group.people.has(person)) {
        group.people.add(person);
        person.groups = withNode(person.groups, group);
      }
      if (group && department && !department.groups.some((held) => held.group === group)) {
        group.departments = [...group.departments, { department, subtree }];
        department.groups = [...department.groups, { group, subtree }];
      }
    }
  }

  /** People stand in the order of their numbers: another index would cost a start more than it saves a search. */
  #findByNumber(number: number): Person | undefined {
    const order = orderOf.person(number);
    const person = this.#people[positionAfter(this.#people, order - 1)];
    return person?.order === order ? person : undefined;
  }

  #listPeople(added: readonly Person[]): void {
    if (added.length === 0) return;
    if (this.#isTaken) this.#people = [...this.#people];
    this.#isTaken = false;
    let last = this.#people.at(-1)?.order ?? 0;
    let isInOrder = true;
    for (const person of added) {
      isInOrder &&= person.order > last;
      last = person.order;
      this.#people.push(person);
    }
    if (!isInOrder) this.#people = [...inOrder(this.#people)];
  }

  #detach(person: Person): void {
    for (const department of person.departments) department.people.delete(person);
    for (const group of person.groups) group.people.delete(person);
    person.departments = NONE;
    person.groups = NONE;
  }

  /** An index by what a relation makes of a record; null where departments have a say. */
  #addIndex(attribute: string): PeopleIndex | null {
    const keyOf = this.relations.keyOf(attribute);
    if (keyOf === null) return null;
    const index = new PeopleIndex();
    this.#indexes.push([index, keyOf]);
    return index;
  }

  /** Brings a person from the texts of one record to those of the next; most change none of them. */
  #index(person: Person, before: PersonRecord | null, after: PersonRecord | null): void {
    for (const [index, keyOf] of this.#indexes) {
      const was = before && keyOf(before);
      const is = after && keyOf(after);
      if (was === is) continue;
      if (was !== null) index.remove(prepareText(was), person);
      if (is !== null) index.add(prepareText(is), person);
    }
  }

  #listGroup(group: Group): void {
    this.groupByCn.set(prepareText(group.cn), group);
    this.groupByGid.set(group.numbers.gidNumber, group);
    this.#groupByUuid.set(group.numbers.entryUuid, group);
  }

  #unlistGroup(group: Group): void {
    this.groupByCn.delete(prepareText(group.cn));
    this.groupByGid.delete(group.numbers.gidNumber);
    this.#groupByUuid.delete(group.numbers.entryUuid);
  }

  #emptyGroup(group: Group): void {
    this.#unlistGroup(group);
    for (const person of group.people) person.groups = without(person.groups, group);
    for (const { department } of group.departments)
      department.groups = department.groups.filter((held) => held.group !== group);
    group.people.clear();
    group.departments = NONE;
  }

  #unlistDepartment(node: Department): void {
    this.#unlistGroup(node.direct);
    this.#unlistGroup(node.all);
    this.departmentBySlug.delete(node.record.slug);
  }

  /** Hangs all of them up anew: there are few, and a branch may move below what was below it. */
  #arrangeDepartments(): void {
    this.departments = inOrder([...this.departmentById.values()]);
    const children = new Map<Department, Department[]>();
    for (const department of this.departments) {
      department.parent = null;
      department.children = NONE;
    }
    for (const department of this.departments) {
      const { parentId } = department.record;
      // A parent that is not there, or below its own child, is no place to hang on.
      const parent = parentId === null ? undefined : this.departmentById.get(parentId);
      if (parent === undefined || isBelow(parent, department)) continue;
      department.parent = parent;
      const list = children.get(parent);
      if (list) list.push(department);
      else children.set(parent, [department]);
    }
    for (const [parent, list] of children) parent.children = list;
    this.roots = this.departments.filter(({ parent }) => parent === null);
  }

  #arrangeGroups(): void {
    const ofDepartments = this.departments.flatMap(({ direct, all }) => [direct, all]);
    this.groups = inOrder([...ofDepartments, ...this.#madeById.values()]);
  }
}

/** Shared by all who have none: two empty lists a person would be megabytes. */
const NONE: readonly never[] = [];

function without<Item>(list: readonly Item[], gone: Item): readonly Item[] {
  return list.filter((item) => item !== gone);
}

/** A short list with one node more, in order. */
function withNode<Some extends Node>(list: readonly Some[], more: Some): readonly Some[] {
  return list.length === 0 ? alone(more) : inOrder([...list, more]);
}

/** Lists of one, shared by all who have the same: nearly everybody is in one department. */
const lists = new WeakMap<Node, readonly Node[]>();

function alone<Some extends Node>(node: Some): readonly Some[] {
  const known = lists.get(node);
  if (known) return known as readonly Some[];
  const list = [node];
  lists.set(node, list);
  return list;
}

function makeDepartment(record: DepartmentRecord): Department {
  const node: Department = {
    kind: "department",
    order: 0,
    record,
    parent: null,
    children: NONE,
    people: new Set(),
    direct: makeGroup(NOBODY, departmentGroup(record, false)),
    all: makeGroup(NOBODY, departmentGroup(record, true)),
    groups: NONE,
  };
  node.direct.departments = [{ department: node, subtree: false }];
  node.all.departments = [{ department: node, subtree: true }];
  return node;
}

/** Of departments' groups, to which nobody is ever added. */
const NOBODY = new Set<Person>();

function makeGroup(people: Set<Person>, fields: GroupFields): Group {
  return { kind: "group", ...fields, people, departments: NONE };
}

/** What a group takes from its record. */
type GroupFields = Omit<Group, "kind" | "people" | "departments">;

function departmentGroup(record: DepartmentRecord, all: boolean): GroupFields {
  const numbers = all ? record.all : record.direct;
  return {
    order: orderOf.group(numbers.gidNumber),
    dn: null,
    cn: all ? `dept-${record.slug}-all` : `dept-${record.slug}`,
    displayName: record.name,
    description: "",
    numbers,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
  };
}

function madeGroup({ slug, name, description, entryUuid, gidNumber, createdAt, updatedAt }: GroupRecord): GroupFields {
  return {
    order: orderOf.group(gidNumber),
    dn: null,
    cn: `grp-${slug}`,
    displayName: name,
    description,
    numbers: { entryUuid, gidNumber },
    createdAt,
    updatedAt,
  };
}

function isBelow(department: Department, above: Department): boolean {
  for (let at: Department | null = department; at !== null; at = at.parent) if (at === above) return true;
  return false;
}
