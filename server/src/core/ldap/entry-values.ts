import type { Instant } from "../kernel/ids.ts";
import { parseDn } from "./dn.ts";
import { groupsOf, membersOf } from "./membership.ts";
import { dnOf } from "./names.ts";
import { type Container, type Department, EVERYONE_GID, type Group, type Person } from "./nodes.ts";
import { prepareText } from "./prepare-text.ts";
import { PERSON_CLASSES } from "./relations/attributes.ts";
import type { Tree } from "./tree.ts";
import { seenBy, type Viewer } from "./viewer.ts";

/** Values of one attribute of one kind of node; an empty text is no value. */
type Values<Kind> = (node: Kind, tree: Tree, viewer: Viewer) => readonly string[];
type Table<Kind> = Readonly<Record<string, Values<Kind>>>;

const some = (value: string | null): readonly string[] => (value === null || value === "" ? [] : [value]);
const constant = (...values: readonly string[]): (() => readonly string[]) => {
  return () => values;
};

const username: Values<Person> = ({ record }) => [record.username];
const related =
  (attribute: string): Values<Person> =>
  (person, tree) =>
    tree.relations.values[attribute]?.(person) ?? [];
const relatedDescription = related("description");

/** People (RFC 4519, RFC 2798, RFC 2307), as far as no field relation feeds them. */
export const personValues: Table<Person> = {
  objectClass: constant(...PERSON_CLASSES),
  structuralObjectClass: constant("inetOrgPerson"),
  uid: username,
  sAMAccountName: username,
  email: related("mail"),
  manager({ record }, tree, viewer) {
    const leader = record.leaderId === null ? undefined : tree.personById.get(record.leaderId);
    return leader && viewer.sees(leader) ? [dnOf(tree, leader)] : [];
  },
  description: (person, tree, viewer) =>
    person.record.active
      ? relatedDescription(person, tree, viewer)
      : [...relatedDescription(person, tree, viewer), "disabled"],
  uidNumber: ({ record }) => [String(record.uidNumber)],
  gidNumber: constant(String(EVERYONE_GID)),
  homeDirectory: ({ record }) => [`/home/${record.username}`],
  loginShell: ({ record }) => [record.active ? "/bin/bash" : "/usr/sbin/nologin"],
  memberOf: (person, tree, viewer) => seenBy(viewer, groupsOf(person)).map((group) => dnOf(tree, group)),
  // Locked until an administrator says otherwise (draft-behera-ldap-password-policy section 5.3.3).
  pwdAccountLockedTime: ({ record }) => (record.active ? [] : ["000001010000Z"]),
  entryUUID: ({ record }) => [record.id],
  createTimestamp: ({ record }) => [toGeneralizedTime(record.createdAt)],
  modifyTimestamp: ({ record }) => [toGeneralizedTime(record.updatedAt)],
};

const memberDns: Values<Group> = (group, tree, viewer) =>
  seenBy(viewer, membersOf(group)).map((person) => dnOf(tree, person));

/** Attributes with a value for each member of a group. */
export const MEMBER_ATTRIBUTES: ReadonlySet<string> = new Set(["member", "uniqueMember", "memberUid"]);

/** Groups, in the three shapes clients look for at once. */
export const groupValues: Table<Group> = {
  objectClass: constant("top", "groupOfNames", "groupOfUniqueNames", "posixGroup"),
  structuralObjectClass: constant("groupOfNames"),
  cn: ({ cn }) => [cn],
  displayName: ({ displayName }) => some(displayName),
  description: ({ description, displayName }) => some(description || displayName),
  gidNumber: ({ numbers }) => [String(numbers.gidNumber)],
  member: memberDns,
  uniqueMember: memberDns,
  memberUid: (group, _tree, viewer) => seenBy(viewer, membersOf(group)).map(({ record }) => record.username),
  entryUUID: ({ numbers }) => [numbers.entryUuid],
  createTimestamp: ({ createdAt }) => [toGeneralizedTime(createdAt)],
  modifyTimestamp: ({ updatedAt }) => [toGeneralizedTime(updatedAt)],
};

/** Departments, for browsing. */
export const departmentValues: Table<Department> = {
  objectClass: constant("top", "organizationalUnit"),
  structuralObjectClass: constant("organizationalUnit"),
  // Nothing twice by the rule of equality, which does not look at case.
  ou: ({ record }) =>
    prepareText(record.name) === prepareText(record.slug) ? [record.slug] : [record.slug, record.name],
  displayName: ({ record }) => [record.name],
  description: ({ record }) => [record.name],
  departmentNumber: ({ record }) => [record.slug],
  entryUUID: ({ record }) => [record.id],
  createTimestamp: ({ record }) => [toGeneralizedTime(record.createdAt)],
  modifyTimestamp: ({ record }) => [toGeneralizedTime(record.updatedAt)],
};

/** The base and its branches, the same everywhere. */
export function containerValues(tree: Tree, { name, order }: Container): Readonly<Record<string, readonly string[]>> {
  const entryUUID = [`00000000-0000-8000-a000-00000000000${order}`];
  if (name === "everyone")
    return {
      objectClass: ["top", "groupOfNames", "posixGroup"],
      structuralObjectClass: ["groupOfNames"],
      cn: ["everyone"],
      description: ["The primary group of all people"],
      gidNumber: [String(EVERYONE_GID)],
      entryUUID,
    };
  if (name !== "base")
    return {
      objectClass: ["top", "organizationalUnit"],
      structuralObjectClass: ["organizationalUnit"],
      ou: [name],
      entryUUID,
    };
  const part = parseDn(tree.baseDn)?.[0]?.[0] ?? { type: "dc", value: "" };
  const type = part.type.toLowerCase();
  const shape: readonly string[] =
    type === "dc" ? ["organization", "dcObject"] : [type === "ou" ? "organizationalUnit" : "organization"];
  return {
    objectClass: ["top", ...shape],
    structuralObjectClass: shape.slice(0, 1),
    o: [part.value],
    [type]: [part.value],
    entryUUID,
  };
}

/** A time as generalized time (RFC 4517 section 3.3.13). */
function toGeneralizedTime(instant: Instant): string {
  return `${instant.slice(0, 19).replace(/[-:T]/g, "")}Z`;
}
