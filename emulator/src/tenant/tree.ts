import { type Department, ROOT } from "./department.ts";
import type { Memberships } from "./memberships.ts";

/** Questions about the shape of the tree, answered from tables that are rebuilt after a change. */
export class Tree {
  readonly #departments: readonly Department[];
  #children: number[][] | undefined;
  #subtrees = new Map<number, readonly number[]>();
  #counts: { all: Int32Array; primary: Int32Array } | undefined;

  constructor(departments: readonly Department[]) {
    this.#departments = departments;
  }

  /** To be called when a department was made, moved or deleted. */
  forgetShape(): void {
    this.#children = undefined;
    this.#subtrees.clear();
    this.#counts = undefined;
  }

  /** To be called when somebody joined, left or moved. */
  forgetCounts(): void {
    this.#counts = undefined;
  }

  /** Direct sub-departments, by ascending number. */
  childrenOf(department: number): readonly number[] {
    this.#children ??= this.#collectChildren();
    return this.#children[department] ?? [];
  }

  /** Everything below a department (itself not included), by ascending number; safe on cycles. */
  subtreeOf(department: number): readonly number[] {
    let below = this.#subtrees.get(department);
    if (below === undefined) {
      below = department === ROOT ? this.#everyDepartment() : this.#walkBelow(department);
      this.#subtrees.set(department, below);
    }
    return below;
  }

  /** Ancestors from the parent upwards, root not included; safe on cycles. */
  ancestorsOf(department: number): number[] {
    const above: number[] = [];
    let parent = this.#departments[department]?.parent ?? ROOT;
    while (parent !== ROOT && !above.includes(parent)) {
      above.push(parent);
      parent = this.#departments[parent]?.parent ?? ROOT;
    }
    return above;
  }

  /** Listed people of the department and everything below it, and those whose main department is there. */
  countsOf(department: number, memberships: Memberships, isPrimary: (user: number, department: number) => boolean) {
    this.#counts ??= this.#countAll(memberships, isPrimary);
    return { all: this.#counts.all[department] ?? 0, primary: this.#counts.primary[department] ?? 0 };
  }

  #collectChildren(): number[][] {
    const children: number[][] = this.#departments.map(() => []);
    for (const [index, department] of this.#departments.entries()) {
      if (index !== ROOT && !department.deleted) children[department.parent]?.push(index);
    }
    return children;
  }

  /** A full reading of the root lists departments of a cycle too, though no road leads to them. */
  #everyDepartment(): number[] {
    const all: number[] = [];
    for (const [index, department] of this.#departments.entries())
      if (index !== ROOT && !department.deleted) all.push(index);
    return all;
  }

  #walkBelow(department: number): number[] {
    const below = new Set<number>();
    const open = [...this.childrenOf(department)];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (below.has(next) || next === department) continue;
      below.add(next);
      open.push(...this.childrenOf(next));
    }
    return [...below].sort((left, right) => left - right);
  }

  #countAll(memberships: Memberships, isPrimary: (user: number, department: number) => boolean) {
    const size = this.#departments.length;
    const counts = { all: new Int32Array(size), primary: new Int32Array(size) };
    const depthFirst = [...this.#departments.keys()].filter((index) => this.#departments[index]?.deleted === false);
    const directPrimary = new Int32Array(size);
    const direct = new Int32Array(size);
    for (const index of depthFirst) {
      const list = memberships.listOf(index);
      direct[index] = list.length;
      let primary = 0;
      for (let at = 0; at < list.length; at += 1) if (isPrimary(list[at] as number, index)) primary += 1;
      directPrimary[index] = primary;
    }
    for (const index of depthFirst) {
      for (const reached of index === ROOT ? [ROOT] : [index, ...this.ancestorsOf(index), ROOT]) {
        counts.all[reached] = (counts.all[reached] as number) + (direct[index] as number);
        counts.primary[reached] = (counts.primary[reached] as number) + (directPrimary[index] as number);
      }
    }
    return counts;
  }
}
