import type { Tenant } from "../tenant/tenant.ts";

/** What an app may see (feishu-contract 3.6): everybody, or some departments with all below them, people and groups. */
export type RangeChoice =
  | { readonly type: "all" }
  | {
      readonly type: "some";
      readonly departments: readonly number[];
      readonly users: readonly number[];
      readonly groups: readonly string[];
    };

export class ContactRange {
  readonly #tenant: Tenant;
  #choice: RangeChoice;
  #reached: Set<number> | undefined;
  #people = new Set<number>();

  constructor(tenant: Tenant, choice: RangeChoice) {
    this.#tenant = tenant;
    this.#choice = choice;
    this.choose(choice);
    tenant.observe((change) => {
      if (change.kind === "department") this.#reached = undefined;
    });
  }

  get choice(): RangeChoice {
    return this.#choice;
  }

  get isAll(): boolean {
    return this.#choice.type === "all";
  }

  choose(choice: RangeChoice): void {
    this.#choice = choice;
    this.#reached = undefined;
    const { users, groups } = choice.type === "all" ? { users: [], groups: [] as string[] } : choice;
    const members = this.#tenant.groups.filter((group) => groups.includes(group.id)).flatMap((group) => group.users);
    this.#people = new Set([...users, ...members]);
  }

  /** The root belongs to the range "all" only. */
  coversDepartment(department: number): boolean {
    if (this.#choice.type === "all") return true;
    this.#reached ??= this.#reach(this.#choice.departments);
    return this.#reached.has(department);
  }

  /** A person who left counts where they last were. */
  coversUser(user: number): boolean {
    if (this.isAll || this.#people.has(user)) return true;
    const departments = this.#tenant.memberships.departmentsOf(user);
    for (let at = 0; at < departments.length; at += 1) {
      if (this.coversDepartment(departments[at] as number)) return true;
    }
    return false;
  }

  /** The chosen departments that lie below no other chosen one: where a full reading starts. */
  topDepartments(): readonly number[] {
    if (this.#choice.type === "all") return [];
    const chosen = new Set(this.#choice.departments.filter((department) => this.#tenant.department(department)));
    return [...chosen].filter(
      (department) => !this.#tenant.tree.ancestorsOf(department).some((above) => chosen.has(above)),
    );
  }

  #reach(departments: readonly number[]): Set<number> {
    const reached = new Set<number>();
    for (const department of departments) {
      if (this.#tenant.department(department) === undefined) continue;
      reached.add(department);
      for (const below of this.#tenant.tree.subtreeOf(department)) reached.add(below);
    }
    return reached;
  }
}
