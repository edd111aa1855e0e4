import type { DepartmentRecord, GroupNumbers, PersonRecord } from "./records.ts";

/**
 * The entries of the tree, before anything is said in LDAP's words. They follow the directory: only `live-tree` writes to them,
 * a record is replaced as a whole, and so is every list.
 */

export interface Person {
  readonly kind: "person";
  order: number;
  record: PersonRecord;
  /** The name as it is written, once somebody asked for it; a new record takes it away. */
  dn: string | null;
  /** In the order of their numbers. */
  departments: readonly Department[];
  /** Groups made by hand that name this person. */
  groups: readonly Group[];
}

export interface Department {
  readonly kind: "department";
  order: number;
  record: DepartmentRecord;
  parent: Department | null;
  children: readonly Department[];
  readonly people: Set<Person>;
  readonly direct: Group;
  readonly all: Group;
  /** Groups made by hand that name this department. */
  groups: readonly { readonly group: Group; readonly subtree: boolean }[];
}

export interface Group {
  readonly kind: "group";
  order: number;
  cn: string;
  /** As of people. */
  dn: string | null;
  displayName: string;
  description: string;
  numbers: GroupNumbers;
  createdAt: PersonRecord["createdAt"];
  updatedAt: PersonRecord["updatedAt"];
  /** People a group made by hand names. */
  readonly people: Set<Person>;
  departments: readonly { readonly department: Department; readonly subtree: boolean }[];
}

/** The base, the branches below it, and the group everybody has as their primary one. */
export interface Container {
  readonly kind: "container";
  readonly order: number;
  readonly name: "base" | "people" | "groups" | "departments" | "everyone";
}

export type Node = Person | Department | Group | Container;

/** Containers come first, then departments, groups and people, each by the number they keep: the order of a paged search. */
const CLASS = 2 ** 40;
export const orderOf = {
  department: (number: number) => CLASS + number,
  group: (number: number) => 2 * CLASS + number,
  person: (number: number) => 3 * CLASS + number,
} as const;

export const containers = {
  base: { kind: "container", order: 0, name: "base" },
  people: { kind: "container", order: 1, name: "people" },
  groups: { kind: "container", order: 2, name: "groups" },
  departments: { kind: "container", order: 3, name: "departments" },
  everyone: { kind: "container", order: 4, name: "everyone" },
} as const satisfies Readonly<Record<Container["name"], Container>>;

/** The gid of the group `everyone`; those of other groups come after it. */
export const EVERYONE_GID = 200_000;
