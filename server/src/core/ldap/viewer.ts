import type { UserId } from "../kernel/ids.ts";
import { parseDn } from "./dn.ts";
import { groupsOf } from "./membership.ts";
import { findNode } from "./names.ts";
import type { Group, Node, Person } from "./nodes.ts";
import { prepareText } from "./prepare-text.ts";
import { parentOf, type Tree } from "./tree.ts";

/** Who a connection acts as. */
export type Principal =
  | { readonly kind: "anonymous" }
  | { readonly kind: "person"; readonly id: UserId }
  | ServiceAccount;

/** An application's account: what it may search is narrowed by base, attributes and groups; null: everything. */
export interface ServiceAccount {
  readonly kind: "service";
  readonly id: string;
  readonly name: string;
  readonly baseDn: string | null;
  readonly attributes: readonly string[] | null;
  readonly groups: readonly string[] | null;
}

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
    // Branches tell nothing about people, and clients begin their searches there.
    if (baseDn === null || node.kind === "container") return true;
    for (let at: Node | null = node; at !== null; at = parentOf(at)) if (at === top) return true;
    return false;
  };
  const allowedGroups = groups && new Set(groups.map(prepareText));
  const shown = attributes && new Set(attributes);
  return {
    // A name that is not there shows nothing, rather than everything.
    sees: (node) => isInside(node) && (node.kind !== "group" || (allowedGroups?.has(prepareText(node.cn)) ?? true)),
    seesAttribute: (name) => shown === null || shown.has(name) || ALWAYS.has(name),
  };
}

/** Groups of a person, and people of a group, as far as a viewer sees them. */
export function seenBy<Seen extends Group | Person>(viewer: Viewer, nodes: Iterable<Seen>): Seen[] {
  const seen: Seen[] = [];
  for (const node of nodes) if (viewer.sees(node)) seen.push(node);
  return seen;
}
