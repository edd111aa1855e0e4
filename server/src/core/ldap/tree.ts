import type { UserId } from "../kernel/ids.ts";
import { containers, type Department, type Group, type Node, type Person } from "./nodes.ts";
import type { CompiledRelations } from "./relations/compile.ts";

/** What can be looked up by a key. */
export interface Lookup<Key, Value> {
  get(key: Key): Value | undefined;
}

/** People by a text that several may have. */
export interface PeopleLookup extends Lookup<string, Person> {
  all(text: string): readonly Person[];
}

/**
 * Everything we serve, with an index for each thing clients look people and groups up by. It follows the directory while it
 * is held: whoever waits in between may find it changed. Its lists are replaced as a whole, so one that was taken stays as it was.
 */
export interface Tree {
  readonly baseDn: string;
  readonly baseKey: string;
  /** How often it was changed: whoever waited in between knows by it whether it is what it was. */
  readonly changeCount: number;
  /** In order, as are departments, groups and roots. */
  readonly people: readonly Person[];
  readonly departments: readonly Department[];
  readonly groups: readonly Group[];
  readonly roots: readonly Department[];
  readonly personById: Lookup<UserId, Person>;
  readonly personByUid: PeopleLookup;
  readonly personByUidNumber: Lookup<number, Person>;
  /** What feeds the attributes of people. */
  readonly relations: CompiledRelations;
  /** By prepared value; null where departments have a say in the attribute, so that no index can tell. */
  readonly peopleByCn: PeopleLookup | null;
  readonly peopleByMail: PeopleLookup | null;
  readonly peopleByEmployeeNumber: PeopleLookup | null;
  readonly groupByCn: Lookup<string, Group>;
  readonly groupByGid: Lookup<number, Group>;
  readonly departmentBySlug: Lookup<string, Department>;
  readonly nodeByUuid: Lookup<string, Node>;
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
