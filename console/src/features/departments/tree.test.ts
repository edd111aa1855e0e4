import { expect, it } from "vitest";
import { ancestorsOf, buildTree, type DepartmentNode, searchTree, type TreeNode } from "./tree.ts";

const node = (number: number, parent: number | null, name: string): DepartmentNode => ({
  number,
  parent,
  name,
  members: number,
});
const nodes = [
  node(1, null, "研发"),
  node(2, null, "Sales"),
  node(4, 1, "Platform"),
  node(3, 1, "Web"),
  node(9, 4, "Webhooks"),
];
const names = (tree: readonly TreeNode[]): unknown => tree.map(({ title, children }) => [title, names(children)]);

it("keeps the order of the server", () => {
  expect(names(buildTree(nodes))).toEqual([
    [
      "研发",
      [
        ["Platform", [["Webhooks", []]]],
        ["Web", []],
      ],
    ],
    ["Sales", []],
  ]);
});

it("leaves of a search what fits and what is above it, open", () => {
  const { tree, open, found } = searchTree(nodes, " WEB ");
  expect(names(tree)).toEqual([
    [
      "研发",
      [
        ["Platform", [["Webhooks", []]]],
        ["Web", []],
      ],
    ],
  ]);
  expect(open.sort()).toEqual([1, 4]);
  expect(found).toBe(2);
  expect(searchTree(nodes, "nobody")).toEqual({ tree: [], open: [], found: 0 });
});

it("knows the way down to a department", () => {
  expect(ancestorsOf(nodes, 9)).toEqual([1, 4]);
  expect(ancestorsOf(nodes, 77)).toEqual([]);
});
