import { type Dn, dnKey, escapeDnValue } from "./dn.ts";
import { containers, type Node } from "./nodes.ts";
import { prepareText } from "./prepare-text.ts";
import { parentOf, type Tree } from "./tree.ts";

/**
 * The distinguished name of a node, as we write it. People and groups keep theirs: a read of everything writes each several times,
 * and making them anew took a third of its time.
 */
export function dnOf(tree: Tree, node: Node): string {
  if (node.kind === "person") {
    node.dn ??= inOnePiece("uid=", escapeDnValue(node.record.username), ",ou=people,", tree.baseDn);
    return node.dn;
  }
  if (node.kind === "group") {
    node.dn ??= inOnePiece("cn=", escapeDnValue(node.cn), ",ou=groups,", tree.baseDn);
    return node.dn;
  }
  const parent = parentOf(node);
  if (parent === null) return tree.baseDn;
  const own = node.kind === "container" && node.name === "everyone" ? "cn=everyone" : `ou=${ouOf(node)}`;
  return `${own},${dnOf(tree, parent)}`;
}

/** Text that V8 keeps as it is, not as the pieces it was put together from: that is what reading it again and again costs. */
function inOnePiece(...pieces: readonly string[]): string {
  return pieces.join("");
}

function ouOf(node: Node): string {
  return node.kind === "department" ? escapeDnValue(node.record.slug) : node.kind === "container" ? node.name : "";
}

/** Finds the node of a name. */
export function findNode(tree: Tree, dn: Dn): Node | undefined {
  const key = dnKey(dn);
  if (key === tree.baseKey) return containers.base;
  if (!key.endsWith(`,${tree.baseKey}`)) return undefined;
  const [part, another] = dn[0] ?? [];
  if (part === undefined || another !== undefined) return undefined;
  const rest = key.slice(0, key.length - tree.baseKey.length - 1);
  const value = prepareText(part.value);
  switch (rest) {
    case "ou=people":
      return containers.people;
    case "ou=groups":
      return containers.groups;
    case "ou=departments":
      return containers.departments;
    case "cn=everyone,ou=groups":
      return containers.everyone;
    case `uid=${escapeDnValue(value)},ou=people`:
      return tree.personByUid.get(value);
    case `cn=${escapeDnValue(value)},ou=groups`:
      return tree.groupByCn.get(value);
  }
  if (!rest.endsWith(",ou=departments")) return undefined;
  const department = tree.departmentBySlug.get(value);
  return department && keyBelowBase(department) === rest ? department : undefined;
}

function keyBelowBase(node: Node): string {
  const parent = parentOf(node);
  const own = `ou=${ouOf(node)}`;
  return parent === null || parent === containers.base ? own : `${own},${keyBelowBase(parent)}`;
}

/** The lowest existing node at or above a name that is not there: what `matchedDN` tells (RFC 4511 section 4.1.9). */
export function findMatched(tree: Tree, dn: Dn): Node | undefined {
  for (let level = 1; level < dn.length; level++) {
    const node = findNode(tree, dn.slice(level));
    if (node) return node;
  }
  return undefined;
}
