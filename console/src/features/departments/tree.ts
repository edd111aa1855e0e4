import type { ResponseOf } from "@larkbridge/contract";
import type { ContractRoutes } from "../../api/index.ts";

/** One line of the server's tree. */
export type DepartmentNode = ResponseOf<ContractRoutes["getDepartmentTree"]>["items"][number];

/** A department with what is below it, as antd's trees take it. */
export interface TreeNode {
  readonly key: number;
  readonly value: number;
  readonly title: string;
  readonly members: number;
  readonly children: TreeNode[];
}

/** Builds the tree out of the flat list, which tells parents before children and siblings in order (ux.md 2.5). */
export function buildTree(nodes: readonly DepartmentNode[]): TreeNode[] {
  const roots: TreeNode[] = [];
  const byNumber = new Map<number, TreeNode>();
  for (const { number, parent, name, members } of nodes) {
    const node = { key: number, value: number, title: name, members, children: [] };
    byNumber.set(number, node);
    const above = parent === null ? undefined : byNumber.get(parent);
    (above?.children ?? roots).push(node);
  }
  return roots;
}

/** The departments above one, from the first level down; none for a number that is not in the list. */
export function ancestorsOf(nodes: readonly DepartmentNode[], number: number): number[] {
  const parents = new Map(nodes.map((node) => [node.number, node.parent]));
  const above: number[] = [];
  for (let at = parents.get(number) ?? null; at !== null; at = parents.get(at) ?? null) above.unshift(at);
  return above;
}

/** What a search leaves of the tree: departments whose name holds the text, and those above them, which are to be open. */
export function searchTree(
  nodes: readonly DepartmentNode[],
  text: string,
): { readonly tree: TreeNode[]; readonly open: number[]; readonly found: number } {
  const wanted = text.trim().toLowerCase();
  const parents = new Map(nodes.map((node) => [node.number, node.parent]));
  const hits = nodes.filter(({ name }) => name.toLowerCase().includes(wanted));
  const open = new Set<number>();
  for (const { parent } of hits) {
    for (let at = parent; at !== null && !open.has(at); at = parents.get(at) ?? null) open.add(at);
  }
  const kept = new Set([...open, ...hits.map(({ number }) => number)]);
  return { tree: buildTree(nodes.filter(({ number }) => kept.has(number))), open: [...open], found: hits.length };
}
