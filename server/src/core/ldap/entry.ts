import { parseDn } from "./dn.ts";
import { containerValues, departmentValues, groupValues, personValues } from "./entry-values.ts";
import type { MatchedEntry } from "./match.ts";
import { groupsOf, isMember } from "./membership.ts";
import { dnOf, findNode } from "./names.ts";
import type { Group, Node } from "./nodes.ts";
import { SUBSCHEMA_DN } from "./subschema.ts";
import { childrenOf, type Tree } from "./tree.ts";
import type { Viewer } from "./viewer.ts";

/** Shows nodes of a tree as entries to one viewer. */
export interface Projector {
  readonly tree: Tree;
  readonly viewer: Viewer;
  readonly show: (node: Node) => Entry;
}

/** A node in LDAP's words. Values are made when they are asked for. */
export interface Entry extends MatchedEntry {
  readonly dn: string;
}

export function makeProjector(tree: Tree, viewer: Viewer): Projector {
  const named = new Map<string, Named>();
  const resolve = (key: string) => {
    let found = named.get(key);
    if (found === undefined) {
      const node = findNode(tree, parseDn(key) ?? []);
      found = { node, groups: node?.kind === "person" ? groupsOf(node) : NO_GROUPS };
      named.set(key, found);
    }
    return found;
  };
  return { tree, viewer, show: (node) => new ShownNode(tree, viewer, node, resolve) };
}

/** What a name in a filter stands for; worked out once for all the entries it is compared with. */
interface Named {
  readonly node: Node | undefined;
  /** Of a person. */
  readonly groups: readonly Group[];
}

const NO_GROUPS: readonly Group[] = [];

/** A class, because a scan makes one for every node: an object with five functions of its own would cost it its time. */
class ShownNode implements Entry {
  readonly #tree: Tree;
  readonly #viewer: Viewer;
  readonly #node: Node;
  readonly #resolve: (key: string) => Named;

  constructor(tree: Tree, viewer: Viewer, node: Node, resolve: (key: string) => Named) {
    this.#tree = tree;
    this.#viewer = viewer;
    this.#node = node;
    this.#resolve = resolve;
  }

  get dn(): string {
    return dnOf(this.#tree, this.#node);
  }

  values(attribute: string): readonly string[] {
    return this.#viewer.seesAttribute(attribute) ? valuesOf(this.#tree, this.#viewer, this.#node, attribute) : NONE;
  }

  holds(attribute: string, normalised: string): boolean | undefined {
    const node = this.#node;
    if (!this.#viewer.seesAttribute(attribute)) return false;
    if (attribute === "memberOf" && node.kind === "person") {
      const { node: group } = this.#resolve(normalised);
      return group?.kind === "group" && this.#viewer.sees(group) && isMember(node, group);
    }
    if ((attribute === "member" || attribute === "uniqueMember") && node.kind === "group") {
      const { node: person, groups } = this.#resolve(normalised);
      return person?.kind === "person" && this.#viewer.sees(person) && groups.includes(node);
    }
    return undefined;
  }

  nameParts(): readonly { readonly type: string; readonly value: string }[] {
    return (parseDn(this.dn) ?? []).flat();
  }
}

const NONE: readonly string[] = [];

function valuesOf(tree: Tree, viewer: Viewer, node: Node, attribute: string): readonly string[] {
  switch (attribute) {
    case "entryDN":
      return [dnOf(tree, node)];
    case "subschemaSubentry":
      return [SUBSCHEMA_DN];
    case "hasSubordinates":
      return [childrenOf(tree, node).some((child) => viewer.sees(child)) ? "TRUE" : "FALSE"];
  }
  switch (node.kind) {
    case "person":
      return (personValues[attribute] ?? tree.relations.values[attribute])?.(node, tree, viewer) ?? NONE;
    case "group":
      return groupValues[attribute]?.(node, tree, viewer) ?? NONE;
    case "department":
      return departmentValues[attribute]?.(node, tree, viewer) ?? NONE;
    case "container":
      return containerValues(tree, node)[attribute] ?? NONE;
  }
}
