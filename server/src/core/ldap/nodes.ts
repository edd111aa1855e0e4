import type { DepartmentRecord, GroupNumbers, PersonRecord } from "./records.ts";

/** The entries of the tree, before anything is said in LDAP's words. */

export interface Person {
  readonly kind: "person";
  readonly order: number;
  readonly record: PersonRecord;
  readonly departments: Department[];
  /** Groups made by hand that name this person. */
  readonly groups: Group[];
}

export interface Department {
  readonly kind: "department";
  readonly order: number;
  readonly record: DepartmentRecord;
  parent: Department | null;
  readonly children: Department[];
  readonly people: Person[];
  readonly direct: Group;
  readonly all: Group;
  /** Groups made by hand that name this department. */
  readonly groups: { readonly group: Group; readonly subtree: boolean }[];
}

export interface Group {
  readonly kind: "group";
  readonly order: number;
  readonly cn: string;
  readonly displayName: string;
  readonly description: string;
  readonly numbers: GroupNumbers;
  readonly createdAt: PersonRecord["createdAt"];
  readonly updatedAt: PersonRecord["updatedAt"];
  readonly people: Person[];
  readonly departments: { readonly department: Department; readonly subtree: boolean }[];
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
