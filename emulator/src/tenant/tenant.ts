import { AddressBook } from "./address-book.ts";
import type { Blueprint } from "./blueprint.ts";
import { type Department, ROOT } from "./department.ts";
import { generateDepartments } from "./generate-departments.ts";
import { appointLeaders, assignLeaders } from "./generate-leaders.ts";
import { generateMemberships } from "./generate-memberships.ts";
import { type Membership, Memberships, primaryOf } from "./memberships.ts";
import { makePersonSource, type Person } from "./person.ts";
import { draw } from "./random.ts";
import type { TenantChange, UserState } from "./tenant-change.ts";
import { Tree } from "./tree.ts";

/** A group of people, as the contact range may name one. */
export interface UserGroup {
  readonly id: string;
  readonly name: string;
  readonly users: readonly number[];
}

/**
 * A company on Feishu: people and departments by number. What nobody changed is computed from the blueprint when it is
 * asked for; what was changed is stored. Changing it is the duty of the mutation files beside this one, by `store…`.
 */
export class Tenant {
  readonly blueprint: Blueprint;
  readonly key: string;
  readonly departments: Department[];
  readonly memberships: Memberships;
  readonly tree: Tree;
  readonly groups: readonly UserGroup[];
  readonly addresses: AddressBook;
  readonly #original: (index: number) => Person;
  readonly #changed = new Map<number, Person>();
  readonly #leaders: Int32Array;
  readonly #changedLeaders = new Map<number, number>();
  readonly #sameUnionAs = new Map<number, number>();
  readonly #latestOfUnion = new Map<number, number>();
  readonly #observers = new Set<(change: TenantChange) => void>();
  #population: number;

  constructor(blueprint: Blueprint) {
    this.blueprint = blueprint;
    this.key =
      draw(blueprint.seed, 0, 80).toString(16).padStart(8, "0") +
      draw(blueprint.seed, 1, 80).toString(16).padStart(8, "0");
    this.departments = generateDepartments(blueprint);
    const table = generateMemberships(blueprint);
    this.memberships = new Memberships(blueprint.seed, table, blueprint.users, this.departments.length);
    this.#original = makePersonSource(blueprint);
    this.#population = blueprint.users + blueprint.resigned;
    appointLeaders(blueprint.seed, this.departments, this.memberships);
    this.#leaders = assignLeaders(this.#population, this.departments, this.memberships);
    this.tree = new Tree(this.departments);
    this.groups = makeGroups(blueprint);
    this.addresses = new AddressBook(this);
    this.observe((change) => {
      if (change.kind === "department") this.tree.forgetShape();
      else this.tree.forgetCounts();
    });
  }

  /** How many person numbers exist, people who left included. */
  get population(): number {
    return this.#population;
  }

  /** Calls back after every change, until the tenant is dropped. */
  observe(observer: (change: TenantChange) => void): void {
    this.#observers.add(observer);
  }

  person(user: number): Person {
    return this.#changed.get(user) ?? this.#original(user);
  }

  /** Whether a person has left; cheaper than the whole record. */
  isResigned(user: number): boolean {
    return this.#changed.get(user)?.status.is_resigned ?? user >= this.blueprint.users;
  }

  /** The direct leader's number, where there is one who has not left. */
  leaderOf(user: number): number | undefined {
    const leader = this.#changedLeaders.get(user) ?? this.#leaders[user] ?? -1;
    return leader < 0 || this.isResigned(leader) ? undefined : leader;
  }

  /** Main leader first; nobody who left. */
  leadersOf(department: number): Department["leaders"] {
    const leaders = this.departments[department]?.leaders ?? [];
    return leaders.filter((leader) => !this.isResigned(leader.user));
  }

  /** The department of that number unless it was deleted. */
  department(index: number): Department | undefined {
    const department = this.departments[index];
    return department === undefined || department.deleted ? undefined : department;
  }

  countsOf(department: number): { all: number; primary: number } {
    return this.tree.countsOf(department, this.memberships, (user, at) => primaryOf(this.memberships.of(user)) === at);
  }

  /** The number a person's union_id is made of: a rehired person shares it with the record that left. */
  unionNumber(user: number): number {
    return this.#sameUnionAs.get(user) ?? user;
  }

  /** The latest record of a union number. */
  userOfUnion(number: number): number {
    return this.#latestOfUnion.get(number) ?? number;
  }

  /** The person as they are now, for comparing later. */
  stateOf(user: number): UserState {
    return { person: this.person(user), memberships: this.memberships.of(user), leader: this.leaderOf(user) };
  }

  storePerson(user: number, person: Person): void {
    const before = this.stateOf(user);
    this.#changed.set(user, person);
    this.#tell({ kind: "user", user, before });
  }

  storeLeader(user: number, leader: number | undefined): void {
    const before = this.stateOf(user);
    this.#changedLeaders.set(user, leader ?? -1);
    this.#tell({ kind: "user", user, before });
  }

  storeMemberships(user: number, memberships: Membership[]): void {
    const before = this.stateOf(user);
    this.memberships.set(user, memberships, !this.isResigned(user));
    this.#tell({ kind: "user", user, before });
  }

  /** Adds a person and returns the number. `unionOf`: the record whose union_id comes back. */
  addPerson(person: Person, memberships: Membership[], unionOf?: number): number {
    const user = this.#population;
    this.#population += 1;
    this.#changed.set(user, person);
    if (unionOf !== undefined) {
      const number = this.unionNumber(unionOf);
      this.#sameUnionAs.set(user, number);
      this.#latestOfUnion.set(number, user);
    }
    this.memberships.set(user, memberships, !person.status.is_resigned);
    this.#tell({ kind: "user", user, before: undefined });
    return user;
  }

  storeDepartment(index: number, department: Department): void {
    const before = this.departments[index];
    this.departments[index] = department;
    this.#tell({ kind: "department", department: index, before });
  }

  #tell(change: TenantChange): void {
    for (const observer of this.#observers) observer(change);
  }
}

function makeGroups(blueprint: Blueprint): UserGroup[] {
  const member = (group: number) => Array.from({ length: 5 }, (_, place) => draw(blueprint.seed, place, 90 + group));
  return [0, 1, 2].map((group) => ({
    id: `g-${draw(blueprint.seed, group, 81).toString(16).padStart(8, "0")}`,
    name: `用户组 ${group + 1}`,
    users: blueprint.users === 0 ? [] : [...new Set(member(group).map((number) => number % blueprint.users))],
  }));
}

/** Membership of the root alone, for people without any department. */
export const ROOT_MEMBERSHIP: Membership = { department: ROOT, userOrder: 0, departmentOrder: 0, primary: true };
