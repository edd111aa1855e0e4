import { containers, type Department, type Node } from "./nodes.ts";
import { childrenOf, parentOf, type Tree } from "./tree.ts";

/** Where a search looks (RFC 4511 section 4.5.1.2). */
export type SearchScope = "base" | "one" | "sub";

/** Whether a node is where a search looks. */
export function isInScope(node: Node, base: Node, scope: SearchScope): boolean {
  if (scope === "base") return node === base;
  if (scope === "one") return parentOf(node) === base;
  for (let at: Node | null = node; at !== null; at = parentOf(at)) if (at === base) return true;
  return false;
}

/** Every node of a scope, in lists that follow each other in order. */
export function listScope(tree: Tree, base: Node, scope: SearchScope): readonly (readonly Node[])[] {
  if (scope === "base") return [[base]];
  if (scope === "one") return [childrenOf(tree, base)];
  if (base.kind === "department") return [inOrder(below(base))];
  if (base.kind !== "container") return [[base]];
  switch (base.name) {
    case "base":
      return [Object.values(containers), tree.departments, tree.groups, tree.people];
    case "departments":
      return [[base], tree.departments];
    case "groups":
      return [[base, containers.everyone], tree.groups];
    case "people":
      return [[base], tree.people];
    case "everyone":
      return [[base]];
  }
}

function below(department: Department): Department[] {
  return [department, ...department.children.flatMap(below)];
}

/** By the number nodes keep, so that a paged search goes on where it was. */
export function inOrder<Some extends Node>(nodes: Iterable<Some>): readonly Some[] {
  return [...nodes].sort((a, b) => a.order - b.order);
}

/** Position of the first node behind an order, in a list that is in order. */
export function positionAfter(nodes: readonly Node[], order: number): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as Node).order <= order) low = middle + 1;
    else high = middle;
  }
  return low;
}
