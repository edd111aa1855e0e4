import { findAttributeType } from "./attribute-types.ts";
import { keyOfDn, parseDn } from "./dn.ts";
import type { Filter } from "./filter.ts";
import { groupsOf, membersOf } from "./membership.ts";
import { findNode } from "./names.ts";
import { containers, EVERYONE_GID, type Node, type Person } from "./nodes.ts";
import { prepareText } from "./prepare-text.ts";
import { inOrder } from "./scope.ts";
import type { Tree } from "./tree.ts";
import { valueRules } from "./value-rules.ts";

/**
 * The nodes among which all that match a filter are found, by an index and in order; undefined when everything must be looked
 * at. They still have to be matched.
 */
export function findCandidates(tree: Tree, filter: Filter): readonly Node[] | undefined {
  switch (filter.kind) {
    case "and": {
      let least: readonly Node[] | undefined;
      for (const part of filter.parts) {
        const found = findCandidates(tree, part);
        if (found && (least === undefined || found.length < least.length)) least = found;
      }
      return least;
    }
    case "or": {
      const union = new Set<Node>();
      for (const part of filter.parts) {
        const found = findCandidates(tree, part);
        if (found === undefined) return undefined;
        for (const node of found) union.add(node);
      }
      return inOrder([...union]);
    }
    case "equal":
      return byEquality(tree, filter.attribute, filter.value);
    case "extensible": {
      const isDn = filter.attribute !== null && findAttributeType(filter.attribute)?.kind === "dn";
      return isDn && !filter.dnAttributes ? byEquality(tree, filter.attribute, filter.value) : undefined;
    }
    default:
      return undefined;
  }
}

const PEOPLE = new Set(["person", "organizationalperson", "inetorgperson", "posixaccount"]);
const UNITS = new Set(["organizationalunit"]);

function byEquality(tree: Tree, attribute: string, value: string): readonly Node[] | undefined {
  const type = findAttributeType(attribute);
  // Undefined for every entry, and so is its negation: nothing matches it.
  if (type === undefined) return [];
  const asserted = valueRules[type.kind].normalise(value);
  if (asserted === undefined) return [];
  switch (type.name) {
    case "uid":
    case "sAMAccountName":
      return tree.personByUid.all(asserted);
    case "cn":
      if (tree.peopleByCn === null) return undefined;
      return [
        ...(asserted === "everyone" ? [containers.everyone] : []),
        ...some(tree.groupByCn.get(asserted)),
        ...tree.peopleByCn.all(asserted),
      ];
    case "mail":
    case "email":
      return tree.peopleByMail?.all(asserted);
    case "employeeNumber":
      return tree.peopleByEmployeeNumber?.all(asserted);
    case "uidNumber":
      return some(tree.personByUidNumber.get(Number(asserted)));
    case "gidNumber":
      // Everybody has the primary group; any other number is one group's.
      return Number(asserted) === EVERYONE_GID ? undefined : some(tree.groupByGid.get(Number(asserted)));
    case "entryUUID":
      return asserted.startsWith("00000000-0000-8000-") ? undefined : some(tree.nodeByUuid.get(asserted));
    case "entryDN":
      return some(nodeOf(tree, value));
    case "member":
    case "uniqueMember": {
      const node = nodeOf(tree, value);
      return node?.kind === "person" ? inOrder(groupsOf(node)) : [];
    }
    case "memberUid": {
      const person = tree.personByUid.get(prepareText(value));
      return person ? inOrder(groupsOf(person)) : [];
    }
    case "memberOf": {
      const node = nodeOf(tree, value);
      return node?.kind === "group" ? inOrder(membersOf(node)) : [];
    }
    case "objectClass":
      return byClass(tree, asserted);
    default:
      return undefined;
  }
}

function byClass(tree: Tree, name: string): readonly Node[] | undefined {
  if (PEOPLE.has(name)) return tree.people;
  if (UNITS.has(name))
    return [containers.base, containers.people, containers.groups, containers.departments, ...tree.departments];
  if (name === "groupofnames" || name === "posixgroup") return [containers.everyone, ...tree.groups];
  if (name === "groupofuniquenames") return tree.groups;
  return undefined;
}

function nodeOf(tree: Tree, dn: string): Node | undefined {
  return keyOfDn(dn) === undefined ? undefined : findNode(tree, parseDn(dn) ?? []);
}

function some<Found extends Person | Node>(node: Found | undefined): readonly Found[] {
  return node === undefined ? [] : [node];
}
