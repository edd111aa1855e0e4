import { attributeTypes } from "../../src/core/ldap/attribute-types.ts";
import { parseDn } from "../../src/core/ldap/dn.ts";
import { makeProjector } from "../../src/core/ldap/entry.ts";
import { dnOf, findNode } from "../../src/core/ldap/names.ts";
import { containers, type Node } from "../../src/core/ldap/nodes.ts";
import { listScope } from "../../src/core/ldap/scope.ts";
import { childrenOf, type Tree } from "../../src/core/ldap/tree.ts";
import { makeViewer } from "../../src/core/ldap/viewer.ts";

const EVERYTHING = { kind: "service", id: "1", name: "app", baseDn: null, attributes: null, groups: null } as const;

/**
 * A tree as a client can come to know it: every entry in the order of paging with all its values, what is below it, and what
 * each index finds. Two trees of the same directory describe themselves alike, however they came about.
 */
export function describeTree(tree: Tree): unknown {
  const { show } = makeProjector(tree, makeViewer(tree, EVERYTHING));
  const dn = (node: Node | undefined) => node && dnOf(tree, node);
  const dns = (nodes: readonly Node[]) => nodes.map(dn);
  return listScope(tree, containers.base, "sub")
    .flat()
    .map((node) => {
      const entry = show(node);
      const values = attributeTypes.map(({ name }) => [name, [...entry.values(name)].sort()] as const);
      return {
        dn: entry.dn,
        order: node.order,
        values: Object.fromEntries(values.filter(([, held]) => held.length > 0)),
        below: dns(childrenOf(tree, node)),
        found: [dn(findNode(tree, parseDn(entry.dn) ?? [])), ...findAgain(tree, node).map(dn)],
        alike: node.kind === "person" ? alike(tree, node).map(dns) : [],
      };
    });

  function alike(from: Tree, { record }: Extract<Node, { kind: "person" }>): (readonly Node[])[] {
    const lower = (text: string | null) => text?.toLowerCase() ?? "";
    return [
      from.personByUid.all(lower(record.username)),
      from.peopleByMail?.all(lower(record.email)),
      from.peopleByEmployeeNumber?.all(lower(record.employeeNo)),
    ].map((people) => people ?? []);
  }
}

function findAgain(tree: Tree, node: Node): (Node | undefined)[] {
  switch (node.kind) {
    case "person":
      return [
        tree.personById.get(node.record.id),
        tree.personByUid.get(node.record.username.toLowerCase()),
        tree.personByUidNumber.get(node.record.uidNumber),
        tree.nodeByUuid.get(node.record.id),
      ];
    case "group":
      return [
        tree.groupByCn.get(node.cn),
        tree.groupByGid.get(node.numbers.gidNumber),
        tree.nodeByUuid.get(node.numbers.entryUuid),
      ];
    case "department":
      return [tree.departmentBySlug.get(node.record.slug), tree.nodeByUuid.get(node.record.id)];
    case "container":
      return [];
  }
}
