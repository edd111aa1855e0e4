import type { DepartmentId, UserId } from "../kernel/ids.ts";
import { dnKey, parseDn } from "./dn.ts";
import { containers, type Department, type Group, type Node, orderOf, type Person } from "./nodes.ts";
import { prepareText } from "./prepare-text.ts";
import type { DepartmentRecord, GroupMemberRecord, GroupRecord, MembershipRecord, PersonRecord } from "./records.ts";
import { type CompiledRelations, defaultRelations } from "./relations/compile.ts";

/** Everything we serve at one revision, with an index for each thing clients look people and groups up by. */
export interface Tree {
  readonly baseDn: string;
  readonly baseKey: string;
  readonly people: readonly Person[];
  readonly departments: readonly Department[];
  readonly groups: readonly Group[];
  readonly roots: readonly Department[];
  readonly personById: ReadonlyMap<UserId, Person>;
  readonly personByUid: ReadonlyMap<string, Person>;
  readonly personByUidNumber: ReadonlyMap<string, Person>;
  /** What feeds the attributes of people. */
  readonly relations: CompiledRelations;
  /** By prepared value; null where departments have a say in the attribute, so that no index can tell. */
  readonly peopleByCn: ReadonlyMap<string, readonly Person[]> | null;
  readonly peopleByMail: ReadonlyMap<string, readonly Person[]> | null;
  readonly peopleByEmployeeNumber: ReadonlyMap<string, readonly Person[]> | null;
  readonly groupByCn: ReadonlyMap<string, Group>;
  readonly groupByGid: ReadonlyMap<string, Group>;
  readonly departmentBySlug: ReadonlyMap<string, Department>;
  readonly nodeByUuid: ReadonlyMap<string, Node>;
}

/** Takes records batch by batch, so that a large directory never holds the process up; departments and people come before what ties them. */
export interface TreeBuilder {
  addDepartments(records: readonly DepartmentRecord[]): void;
  addPeople(records: readonly PersonRecord[]): void;
  addGroups(records: readonly GroupRecord[]): void;
  addMemberships(records: readonly MembershipRecord[]): void;
  addGroupMembers(records: readonly GroupMemberRecord[]): void;
  /** Ends it; nothing may be added afterwards. */
  build(): Tree;
}

export function makeTreeBuilder(baseDn: string, relations = defaultRelations): TreeBuilder {
  const people: Person[] = [];
  const departments: Department[] = [];
  const groups: Group[] = [];
  const personById = new Map<UserId, Person>();
  const personByUid = new Map<string, Person>();
  const personByUidNumber = new Map<string, Person>();
  const cn = makeIndex(relations, "cn");
  const mail = makeIndex(relations, "mail");
  const employeeNumber = makeIndex(relations, "employeeNumber");
  const groupByCn = new Map<string, Group>();
  const groupByGid = new Map<string, Group>();
  const departmentById = new Map<DepartmentId, Department>();
  const departmentBySlug = new Map<string, Department>();
  const nodeByUuid = new Map<string, Node>();
  const madeById = new Map<string, Group>();

  const addGroup = (group: Group) => {
    groups.push(group);
    groupByCn.set(prepareText(group.cn), group);
    groupByGid.set(String(group.numbers.gidNumber), group);
    nodeByUuid.set(group.numbers.entryUuid, group);
    return group;
  };

  return {
    addDepartments(records) {
      for (const record of records) {
        const node: Department = {
          kind: "department",
          order: orderOf.department(record.direct.gidNumber),
          record,
          parent: null,
          children: [],
          people: [],
          direct: addGroup(departmentGroup(record, false)),
          all: addGroup(departmentGroup(record, true)),
          groups: [],
        };
        node.direct.departments.push({ department: node, subtree: false });
        node.all.departments.push({ department: node, subtree: true });
        departments.push(node);
        departmentById.set(record.id, node);
        departmentBySlug.set(record.slug, node);
        nodeByUuid.set(record.id, node);
      }
    },
    addPeople(records) {
      for (const record of records) {
        const person: Person = {
          kind: "person",
          order: orderOf.person(record.uidNumber),
          record,
          departments: [],
          groups: [],
        };
        people.push(person);
        personById.set(record.id, person);
        personByUid.set(prepareText(record.username), person);
        personByUidNumber.set(String(record.uidNumber), person);
        nodeByUuid.set(record.id, person);
        for (const index of [cn, mail, employeeNumber]) index.add(person);
      }
    },
    addGroups(records) {
      for (const record of records) {
        const { slug, name, description, entryUuid, gidNumber, createdAt, updatedAt } = record;
        const group: Group = {
          kind: "group",
          order: orderOf.group(gidNumber),
          cn: `grp-${slug}`,
          displayName: name,
          description,
          numbers: { entryUuid, gidNumber },
          createdAt,
          updatedAt,
          people: [],
          departments: [],
        };
        madeById.set(record.id, addGroup(group));
      }
    },
    addMemberships(records) {
      for (const { userId, departmentId } of records) {
        const person = personById.get(userId);
        const department = departmentById.get(departmentId);
        if (!person || !department) continue;
        person.departments.push(department);
        department.people.push(person);
      }
    },
    addGroupMembers(records) {
      for (const { groupId, userId, departmentId, subtree } of records) {
        const group = madeById.get(groupId);
        const person = userId === null ? undefined : personById.get(userId);
        const department = departmentId === null ? undefined : departmentById.get(departmentId);
        if (group && person) {
          group.people.push(person);
          person.groups.push(group);
        }
        if (group && department) {
          group.departments.push({ department, subtree });
          department.groups.push({ group, subtree });
        }
      }
    },
    build() {
      for (const list of [people, departments, groups] as { order: number }[][]) list.sort((a, b) => a.order - b.order);
      for (const department of departments) {
        const { parentId } = department.record;
        // A parent that is not there, or below its own child, is no place to hang on.
        const parent = parentId === null ? undefined : departmentById.get(parentId);
        if (parent && !isBelow(parent, department)) {
          department.parent = parent;
          parent.children.push(department);
        }
      }
      return {
        baseDn,
        baseKey: dnKey(parseDn(baseDn) ?? []),
        people,
        departments,
        groups,
        roots: departments.filter(({ parent }) => parent === null),
        personById,
        personByUid,
        personByUidNumber,
        relations,
        peopleByCn: cn.people,
        peopleByMail: mail.people,
        peopleByEmployeeNumber: employeeNumber.people,
        groupByCn,
        groupByGid,
        departmentBySlug,
        nodeByUuid,
      };
    },
  };
}

function departmentGroup(record: DepartmentRecord, all: boolean): Group {
  const numbers = all ? record.all : record.direct;
  return {
    kind: "group",
    order: orderOf.group(numbers.gidNumber),
    cn: all ? `dept-${record.slug}-all` : `dept-${record.slug}`,
    displayName: record.name,
    description: "",
    numbers,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    people: [],
    departments: [],
  };
}

function isBelow(department: Department, above: Department): boolean {
  for (let at: Department | null = department; at !== null; at = at.parent) if (at === above) return true;
  return false;
}

/** People by the value of an attribute, as far as their record alone tells it. */
function makeIndex(relations: CompiledRelations, attribute: string) {
  const keyOf = relations.keyOf(attribute);
  const people = new Map<string, Person[]>();
  return {
    people: keyOf && people,
    add(person: Person): void {
      const value = keyOf?.(person.record) ?? null;
      if (value === null) return;
      const key = prepareText(value);
      const list = people.get(key);
      if (list) list.push(person);
      else people.set(key, [person]);
    },
  };
}

/** Whether a node has anything below it. */
export function childrenOf(tree: Tree, node: Node): readonly Node[] {
  if (node.kind === "department") return node.children;
  if (node.kind !== "container") return [];
  switch (node.name) {
    case "base":
      return [containers.people, containers.groups, containers.departments];
    case "people":
      return tree.people;
    case "groups":
      return [containers.everyone, ...tree.groups];
    case "departments":
      return tree.roots;
    case "everyone":
      return [];
  }
}

export function parentOf(node: Node): Node | null {
  switch (node.kind) {
    case "person":
      return containers.people;
    case "group":
      return containers.groups;
    case "department":
      return node.parent ?? containers.departments;
    case "container":
      return node.name === "base" ? null : node.name === "everyone" ? containers.groups : containers.base;
  }
}
