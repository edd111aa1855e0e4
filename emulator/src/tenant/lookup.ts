import { ROOT } from "./department.ts";
import { decodeId, encodeId } from "./identity.ts";
import { draw } from "./random.ts";
import type { Tenant } from "./tenant.ts";

/** Ids that mean the same in every app: departments by both their ids, people by union_id and user_id. */
export class Lookup {
  readonly #tenant: Tenant;
  readonly #departmentKey: number;
  readonly #unionKey: number;
  readonly #openDepartmentIds: string[] = ["0"];
  readonly #changedUserIds = new Map<string, number[]>();
  #byDepartmentId: Map<string, number> | undefined;

  constructor(tenant: Tenant) {
    this.#tenant = tenant;
    this.#departmentKey = draw(tenant.blueprint.seed, 0, 82);
    this.#unionKey = draw(tenant.blueprint.seed, 0, 83);
    tenant.observe((change) => {
      if (change.kind === "department") this.#byDepartmentId = undefined;
      else this.#enterUserId(change.user);
    });
  }

  openDepartmentId(department: number): string {
    this.#openDepartmentIds[department] ??= `od-${encodeId(this.#departmentKey, department)}`;
    return this.#openDepartmentIds[department];
  }

  /** The department of an open id that exists, deleted ones not. */
  departmentByOpenId(id: string): number | undefined {
    if (id === "0") return ROOT;
    const department = id.startsWith("od-") ? decodeId(this.#departmentKey, id.slice(3)) : undefined;
    return department !== undefined && this.#tenant.department(department) !== undefined ? department : undefined;
  }

  departmentById(id: string): number | undefined {
    this.#byDepartmentId ??= this.#indexDepartmentIds();
    return this.#byDepartmentId.get(id);
  }

  unionId(user: number): string {
    return `on_${encodeId(this.#unionKey, this.#tenant.unionNumber(user))}`;
  }

  userByUnionId(id: string): number | undefined {
    const number = id.startsWith("on_") ? decodeId(this.#unionKey, id.slice(3)) : undefined;
    return this.#existing(number === undefined ? undefined : this.#tenant.userOfUnion(number));
  }

  /** user_ids can be reused (trap 12): the one who is still there is meant, else the latest. */
  userByUserId(id: string): number | undefined {
    const original = /^u(\d{6,9})$/.exec(id)?.[1];
    const candidates = [
      ...(original === undefined ? [] : [Number(original) - 1]),
      ...(this.#changedUserIds.get(id) ?? []),
    ];
    const holders = candidates.filter(
      (user) => this.#existing(user) !== undefined && this.#tenant.person(user).userId === id,
    );
    return holders.findLast((user) => !this.#tenant.isResigned(user)) ?? holders.at(-1);
  }

  #existing(user: number | undefined): number | undefined {
    return user !== undefined && user >= 0 && user < this.#tenant.population ? user : undefined;
  }

  #enterUserId(user: number): void {
    const { userId } = this.#tenant.person(user);
    const known = this.#changedUserIds.get(userId) ?? [];
    if (!known.includes(user)) this.#changedUserIds.set(userId, [...known, user]);
  }

  #indexDepartmentIds(): Map<string, number> {
    const index = new Map<string, number>();
    for (const [number, department] of this.#tenant.departments.entries()) {
      if (!department.deleted) index.set(department.departmentId, number);
    }
    return index;
  }
}
