import { makeProjector } from "../entry.ts";
import { membersOf } from "../membership.ts";
import type { Department, Group, Person } from "../nodes.ts";
import { prepareText } from "../prepare-text.ts";
import type { Tree } from "../tree.ts";
import { makeViewer } from "../viewer.ts";
import type { Attributes, EntryKind, TargetShape } from "./types.ts";

/** An entry as the directory asks for it, before anybody knows where it is. Parents come before their children. */
export interface DesiredEntry {
  readonly kind: EntryKind;
  readonly subject: string;
  readonly label: string;
  /** The entry above: another desired one, or a branch. */
  readonly parent: { readonly subject: string } | { readonly place: "people" | "groups" | "departments" };
  readonly rdn: { readonly type: "uid" | "cn" | "ou"; readonly value: string };
  readonly classes: readonly string[];
  readonly attributes: () => Attributes;
  /** The person's leader. */
  readonly manager: string | null;
  /** Ids of people; null where there is no list. */
  readonly members: () => readonly string[] | null;
  /** A person who is no longer active: an entry that is there is disabled, none is made. */
  readonly disabled: boolean;
}

const PERSON_CLASSES = ["top", "person", "organizationalPerson", "inetOrgPerson"];
const UNIT_CLASSES = ["top", "organizationalUnit"];
const NO_MEMBERS = () => null;

/** Attributes of people that are ours: the login name, and those that a field relation feeds. */
export function personAttributes({ values }: Tree["relations"]): readonly string[] {
  return ["uid", ...Object.keys(values)];
}

/** Goes through everything the directory asks of a server: departments top-down, people, groups. */
export function* desiredEntries(tree: Tree, shape: TargetShape): Generator<DesiredEntry> {
  if (shape.profile !== "go_ldap_admin") for (const root of tree.roots) yield* departmentUnits(root);
  const everything = { kind: "service", id: "", name: "", baseDn: null, attributes: null, groups: null } as const;
  const projector = makeProjector(tree, makeViewer(tree, everything));
  const names = personAttributes(tree.relations);
  for (const person of tree.people) {
    if (!person.record.active && shape.leavers === "delete") continue;
    yield personEntry(person, () => {
      const entry = projector.show(person);
      // The same names in the same order for everybody: such objects cost far less than those of `Object.fromEntries`.
      const values: Record<string, readonly string[]> = {};
      for (const name of names) values[name] = distinct(entry.values(name));
      return values;
    });
  }
  const classes = ["top", shape.groupClass];
  if (shape.profile === "go_ldap_admin") for (const root of tree.roots) yield* nestedGroups(root, classes);
  else
    for (const department of tree.departments) {
      const parent = shape.profile === "tree" ? { subject: department.record.id } : ({ place: "groups" } as const);
      yield groupEntry(department.direct, parent, department.direct.cn, classes);
      if (shape.subtreeGroups) yield groupEntry(department.all, parent, department.all.cn, classes);
    }
  const ofDepartments = new Set(tree.departments.flatMap(({ direct, all }) => [direct, all]));
  for (const group of tree.groups)
    if (!ofDepartments.has(group)) yield groupEntry(group, { place: "groups" }, group.cn, classes);
}

function* departmentUnits(department: Department): Generator<DesiredEntry> {
  const { id, slug, name } = department.record;
  yield {
    kind: "units",
    subject: id,
    label: name,
    parent: department.parent ? { subject: department.parent.record.id } : { place: "departments" },
    rdn: { type: "ou", value: slug },
    classes: UNIT_CLASSES,
    attributes: () => ({ ou: distinct([slug, name]), description: [name] }),
    manager: null,
    members: NO_MEMBERS,
    disabled: false,
  };
  for (const child of department.children) yield* departmentUnits(child);
}

/** go-ldap-admin's shape: a department is a group, and its sub-departments are entries below it. */
function* nestedGroups(department: Department, classes: readonly string[]): Generator<DesiredEntry> {
  const { parent } = department;
  const above = parent ? { subject: parent.direct.numbers.entryUuid } : ({ place: "departments" } as const);
  yield groupEntry(department.direct, above, department.record.slug, classes);
  for (const child of department.children) yield* nestedGroups(child, classes);
}

function personEntry(person: Person, attributes: () => Attributes): DesiredEntry {
  const { id, username, name, active, leaderId } = person.record;
  return {
    kind: "people",
    subject: id,
    label: name || username,
    parent: { place: "people" },
    rdn: { type: "uid", value: username },
    classes: PERSON_CLASSES,
    attributes() {
      const values = attributes();
      // The schema asks for a surname, and a name may be missing.
      return values["sn"]?.length === 0 ? { ...values, sn: [username] } : values;
    },
    manager: leaderId,
    members: NO_MEMBERS,
    disabled: !active,
  };
}

function groupEntry(
  group: Group,
  parent: DesiredEntry["parent"],
  cn: string,
  classes: readonly string[],
): DesiredEntry {
  return {
    kind: "groups",
    subject: group.numbers.entryUuid,
    label: group.displayName || cn,
    parent,
    rdn: { type: "cn", value: cn },
    classes,
    attributes: () => ({ cn: [cn], description: distinct([group.description || group.displayName]) }),
    manager: null,
    members: () => Array.from(membersOf(group), ({ record }) => record.id),
    disabled: false,
  };
}

/** Values a server takes for equal are said once (X.520 caseIgnoreMatch); an empty one is none. */
function distinct(values: readonly string[]): readonly string[] {
  if (values.length < 2) return values[0] === "" ? [] : values;
  const seen = new Map<string, string>();
  for (const value of values) {
    const prepared = prepareText(value);
    if (prepared !== "" && !seen.has(prepared)) seen.set(prepared, value);
  }
  return [...seen.values()];
}
