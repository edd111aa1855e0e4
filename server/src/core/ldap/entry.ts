import { parseDn } from "./dn.ts";
import { containerValues, departmentValues, groupValues, personValues } from "./entry-values.ts";
import type { MatchedEntry } from "./match.ts";
import { isMember } from "./membership.ts";
import { dnOf, findNode } from "./names.ts";
import type { Node } from "./nodes.ts";
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
  const named = new Map<string, Node | undefined>();
  const resolve = (key: string) => {
    if (!named.has(key)) named.set(key, findNode(tree, parseDn(key) ?? []));
    return named.get(key);
  };
  return { tree, viewer, show: (node) => showNode(tree, viewer, node, resolve) };
}

function showNode(tree: Tree, viewer: Viewer, node: Node, resolve: (key: string) => Node | undefined): Entry {
  return {
    get dn() {
      return dnOf(tree, node);
    },
    values: (attribute) => (viewer.seesAttribute(attribute) ? valuesOf(tree, viewer, node, attribute) : NONE),
    holds(attribute, normalised) {
      if (!viewer.seesAttribute(attribute)) return false;
      if (attribute === "memberOf" && node.kind === "person") {
        const group = resolve(normalised);
        return group?.kind === "group" && viewer.sees(group) && isMember(node, group);
      }
      if ((attribute === "member" || attribute === "uniqueMember") && node.kind === "group") {
        const person = resolve(normalised);
        return person?.kind === "person" && viewer.sees(person) && isMember(person, node);
      }
      return undefined;
    },
    nameParts: () => (parseDn(dnOf(tree, node)) ?? []).flat(),
  };
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
      return personValues[attribute]?.(node, tree, viewer) ?? NONE;
    case "group":
      return groupValues[attribute]?.(node, tree, viewer) ?? NONE;
    case "department":
      return departmentValues[attribute]?.(node, tree, viewer) ?? NONE;
    case "container":
      return containerValues(tree, node)[attribute] ?? NONE;
  }
}
