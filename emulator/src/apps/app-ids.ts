import { decodeId, encodeId } from "../tenant/identity.ts";
import type { Lookup } from "../tenant/lookup.ts";
import type { Tenant } from "../tenant/tenant.ts";

export type UserIdType = "open_id" | "union_id" | "user_id";
export type DepartmentIdType = "open_department_id" | "department_id";

/** The ids an app sees: its own open_ids, and the ids all apps share (feishu-contract 3.1). */
export class AppIds {
  readonly #tenant: Tenant;
  readonly #lookup: Lookup;
  readonly #openKey: number;

  constructor(tenant: Tenant, lookup: Lookup, openKey: number) {
    this.#tenant = tenant;
    this.#lookup = lookup;
    this.#openKey = openKey;
  }

  ofUser(user: number, type: UserIdType): string {
    if (type === "open_id") return `ou_${encodeId(this.#openKey, user)}`;
    return type === "union_id" ? this.#lookup.unionId(user) : this.#tenant.person(user).userId;
  }

  findUser(id: string, type: UserIdType): number | undefined {
    if (type === "union_id") return this.#lookup.userByUnionId(id);
    if (type === "user_id") return this.#lookup.userByUserId(id);
    const user = id.startsWith("ou_") ? decodeId(this.#openKey, id.slice(3)) : undefined;
    return user !== undefined && user < this.#tenant.population ? user : undefined;
  }

  ofDepartment(department: number, type: DepartmentIdType): string {
    if (type === "open_department_id") return this.#lookup.openDepartmentId(department);
    return this.#tenant.departments[department]?.departmentId ?? "";
  }

  /** Departments that exist; the root is "0" under both types. */
  findDepartment(id: string, type: DepartmentIdType): number | undefined {
    return type === "open_department_id" ? this.#lookup.departmentByOpenId(id) : this.#lookup.departmentById(id);
  }
}
