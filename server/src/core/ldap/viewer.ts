import type { UserId } from "../kernel/ids.ts";
import { parseDn } from "./dn.ts";
import { groupsOf, isInAny } from "./membership.ts";
import { findNode } from "./names.ts";
import type { Container, Department, Group, Node, Person } from "./nodes.ts";
import { prepareText } from "./prepare-text.ts";
import { parentOf, type Tree } from "./tree.ts";

/** Who a connection acts as. */
export type Principal =
  | { readonly kind: "anonymous" }
  | { readonly kind: "person"; readonly id: UserId }
  | ServiceAccount;

/** An application's account: what it is shown is narrowed by base, attributes and groups; null: not narrowed. */
export interface ServiceAccount {
  readonly kind: "service";
  readonly id: string;
  readonly name: string;
  readonly baseDn: string | null;
  readonly attributes: readonly string[] | null;
  /** The `cn` of groups: it is shown these and their members, and nobody else. */
  readonly groups: readonly string[] | null;
}

/**
 * Whom a connection acts as, for as long as what it was bound with counts; anonymous from then on. Asked at every operation,
 * so that taking rights away reaches connections that are open.
 */
export interface Standing {
  readonly principal: () => Principal;
}

export const ANONYMOUS: Principal = { kind: "anonymous" };

/** What a principal is shown of a tree. What is not shown cannot be searched for either. */
export interface Viewer {
  sees(node: Node): boolean;
  seesAttribute(name: string): boolean;
}

/** Attributes an entry cannot do without. */
const ALWAYS = new Set(["objectClass", "entryDN", "structuralObjectClass", "subschemaSubentry", "hasSubordinates"]);

/** A person sees themself and their groups, and of those groups nobody else; nobody unknown sees anything. */
export function makeViewer(tree: Tree, principal: Principal): Viewer {
  switch (principal.kind) {
    case "anonymous":
      return { sees: () => false, seesAttribute: () => false };
    case "person": {
      const self = tree.personById.get(principal.id);
      const groups = new Set<Node>(self ? groupsOf(self) : []);
      return {
        sees: (node) => node === self || groups.has(node) || (node.kind === "container" && self !== undefined),
        seesAttribute: () => true,
      };
    }
    case "service":
      return serviceViewer(tree, principal);
  }
}

function serviceViewer(tree: Tree, { baseDn, attributes, groups }: ServiceAccount): Viewer {
  const top = baseDn === null ? undefined : findNode(tree, parseDn(baseDn) ?? []);
  const isInside = (node: Node) => {
    if (baseDn === null) return true;
    for (let at: Node | null = node; at !== null; at = parentOf(at)) if (at === top) return true;
    return false;
  };
  const named = groups && namedGroups(tree, groups);
  const shown = attributes && new Set(attributes);
  return {
    // Branches tell nothing about people, and clients begin their searches there. A name that is not there shows nothing,
    // rather than everything.
    sees: (node) => node.kind === "container" || (isInside(node) && (named === null || isNamed(node, named))),
    seesAttribute: (name) => shown === null || shown.has(name) || ALWAYS.has(name),
  };
}

function namedGroups(tree: Tree, names: readonly string[]): ReadonlySet<Group> {
  const found = new Set<Group>();
  for (const name of names) {
    const group = tree.groupByCn.get(prepareText(name));
    if (group) found.add(group);
  }
  return found;
}

/** A department is shown as a branch where its people are. */
function isNamed(node: Exclude<Node, Container>, groups: ReadonlySet<Group>): boolean {
  if (node.kind === "group") return groups.has(node);
  if (node.kind === "person") return isInAny(node, groups);
  if (groups.has(node.direct)) return true;
  for (let above: Department | null = node; above !== null; above = above.parent)
    if (groups.has(above.all)) return true;
  return false;
}

/** Groups of a person, and people of a group, as far as a viewer sees them. */
export function seenBy<Seen extends Group | Person>(viewer: Viewer, nodes: Iterable<Seen>): Seen[] {
  const seen: Seen[] = [];
  for (const node of nodes) if (viewer.sees(node)) seen.push(node);
  return seen;
}
