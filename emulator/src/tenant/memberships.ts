import type { Department } from "./department.ts";
import { draw } from "./random.ts";

/** One person in one department; larger orders sort first (feishu-contract 3.4). */
export interface Membership {
  department: number;
  userOrder: number;
  departmentOrder: number;
  primary: boolean;
}

/** The pairs a tenant starts with: `departments[starts[u]..starts[u+1]]` are the departments of person u. */
export interface MembershipTable {
  readonly starts: Int32Array;
  readonly departments: Int32Array;
}

/**
 * Who is in which department. Pairs made at the start live in flat arrays (8 bytes a pair both ways); what a mutation
 * touches moves into maps. People who left keep their departments but are in no department's list.
 */
export class Memberships {
  readonly #seed: number;
  readonly #table: MembershipTable;
  readonly #listStarts: Int32Array;
  readonly #listed: Int32Array;
  readonly #changedUsers = new Map<number, Membership[]>();
  readonly #changedLists = new Map<number, number[]>();

  /** @param listedUsers people 0..listedUsers-1 are in the lists, later ones are not */
  constructor(seed: number, table: MembershipTable, listedUsers: number, departments: number) {
    this.#seed = seed;
    this.#table = table;
    this.#listStarts = new Int32Array(departments + 1);
    const pairs = table.starts[listedUsers] ?? 0;
    for (let at = 0; at < pairs; at += 1) {
      const slot = (table.departments[at] as number) + 1;
      this.#listStarts[slot] = (this.#listStarts[slot] ?? 0) + 1;
    }
    for (let slot = 1; slot <= departments; slot += 1) {
      this.#listStarts[slot] = (this.#listStarts[slot] ?? 0) + (this.#listStarts[slot - 1] as number);
    }
    this.#listed = new Int32Array(pairs);
    const next = this.#listStarts.slice();
    for (let user = 0; user < listedUsers; user += 1) {
      for (let at = table.starts[user] as number; at < (table.starts[user + 1] as number); at += 1) {
        const department = table.departments[at] as number;
        const place = next[department] as number;
        this.#listed[place] = user;
        next[department] = place + 1;
      }
    }
  }

  /** The memberships of a person, in no meaningful order. */
  of(user: number): readonly Membership[] {
    return this.#changedUsers.get(user) ?? this.#original(user);
  }

  /** The department numbers of a person, without the details. */
  departmentsOf(user: number): ArrayLike<number> {
    const changed = this.#changedUsers.get(user);
    if (changed !== undefined) return changed.map((membership) => membership.department);
    if (user + 1 >= this.#table.starts.length) return [];
    return this.#table.departments.subarray(this.#table.starts[user], this.#table.starts[user + 1]);
  }

  /** The people a department's list shows, in ascending order of their numbers. */
  listOf(department: number): ArrayLike<number> {
    const changed = this.#changedLists.get(department);
    if (changed !== undefined) return changed;
    if (department + 1 >= this.#listStarts.length) return [];
    return this.#listed.subarray(this.#listStarts[department], this.#listStarts[department + 1]);
  }

  /** Replaces the memberships of a person. */
  set(user: number, memberships: Membership[], listed: boolean): void {
    this.unlist(user);
    this.#changedUsers.set(user, memberships);
    if (listed) this.list(user);
  }

  /** Takes a person out of every list; the memberships stay known. */
  unlist(user: number): void {
    for (const department of Array.from(this.departmentsOf(user))) {
      const list = this.#ownList(department);
      const place = placeOf(list, user);
      if (list[place] === user) list.splice(place, 1);
    }
  }

  /** Puts a person into the lists of their departments. */
  list(user: number): void {
    for (const department of Array.from(this.departmentsOf(user))) {
      const list = this.#ownList(department);
      const place = placeOf(list, user);
      if (list[place] !== user) list.splice(place, 0, user);
    }
  }

  #ownList(department: number): number[] {
    let list = this.#changedLists.get(department);
    if (list === undefined) {
      list = Array.from(this.listOf(department));
      this.#changedLists.set(department, list);
    }
    return list;
  }

  #original(user: number): Membership[] {
    const departments = this.departmentsOf(user);
    const primary = draw(this.#seed, user, 50) % Math.max(1, departments.length);
    // One person in fifty has no department marked as primary: the largest department_order decides then.
    const marked = draw(this.#seed, user, 51) % 50 !== 0;
    return Array.from(departments, (department, place) => ({
      department,
      userOrder: draw(this.#seed, user, 52 + place) % 1000,
      departmentOrder: (place === primary ? departments.length : place < primary ? place + 1 : place) * 100,
      primary: marked && place === primary,
    }));
  }
}

/** Where `user` stands, or would stand, in an ascending list. */
function placeOf(list: ArrayLike<number>, user: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as number) < user) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The main department: the marked one, else the one with the largest order (product.md 5.8). */
export function primaryOf(memberships: readonly Membership[]): number | undefined {
  let best: Membership | undefined;
  for (const membership of memberships) {
    if (membership.primary) return membership.department;
    if (best === undefined || membership.departmentOrder > best.departmentOrder) best = membership;
  }
  return best?.department;
}

/** Whether nobody may be put there any more. */
export function isGone(department: Department | undefined): boolean {
  return department === undefined || department.deleted;
}
