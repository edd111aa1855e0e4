import { type Department, ROOT } from "./department.ts";
import { MOST_CHILDREN } from "./generate-departments.ts";
import { ROOT_MEMBERSHIP, type Tenant } from "./tenant.ts";

/** What happens to departments: made, renamed, moved, deleted. */

/** Why the platform refuses a change, by its own code (feishu-contract 3.8). */
export class DepartmentRefusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export type DepartmentEdit = Partial<
  Pick<Department, "name" | "i18nName" | "parent" | "order" | "departmentId" | "leaders">
>;

export function makeDepartment(tenant: Tenant, edit: DepartmentEdit & { name: string }): number {
  const index = tenant.departments.length;
  const parent = edit.parent ?? ROOT;
  refuseBadName(edit.name);
  if (tenant.tree.childrenOf(parent).length >= MOST_CHILDREN) {
    throw new DepartmentRefusal(43013, "more than 1000 direct sub-departments");
  }
  tenant.storeDepartment(index, {
    name: edit.name,
    i18nName: edit.i18nName ?? { zh_cn: edit.name, en_us: "", ja_jp: "" },
    parent,
    order: edit.order ?? index * 10,
    departmentId: edit.departmentId ?? `D${String(index).padStart(6, "0")}`,
    leaders: edit.leaders ?? [],
    deleted: false,
  });
  return index;
}

/** @param allowCycle lets a parent inside the department's own subtree stand: a fault real tenants should not have */
export function editDepartment(tenant: Tenant, index: number, edit: DepartmentEdit, allowCycle: boolean): void {
  const department = tenant.departments[index] as Department;
  if (index === ROOT) throw new DepartmentRefusal(40002, "operation on root not supported");
  if (edit.name !== undefined) refuseBadName(edit.name);
  if (edit.parent !== undefined && !allowCycle) {
    const inside = edit.parent === index || tenant.tree.subtreeOf(index).includes(edit.parent);
    if (inside) throw new DepartmentRefusal(40001, "a department cannot be moved into itself");
  }
  tenant.storeDepartment(index, { ...department, ...edit });
}

/** Deletes an empty department; refuses one with people or sub-departments. */
export function deleteDepartment(tenant: Tenant, index: number): void {
  if (index === ROOT) throw new DepartmentRefusal(40002, "operation on root not supported");
  if (tenant.memberships.listOf(index).length > 0) throw new DepartmentRefusal(43011, "department has members");
  if (tenant.tree.childrenOf(index).length > 0) throw new DepartmentRefusal(43012, "department has sub departments");
  dropDepartment(tenant, index);
}

/** Deletes a department with all below it; its people go to the parent, unless they are elsewhere too. */
export function deleteSubtree(tenant: Tenant, index: number): void {
  if (index === ROOT) throw new DepartmentRefusal(40002, "operation on root not supported");
  const parent = (tenant.departments[index] as Department).parent;
  const doomed = new Set([index, ...tenant.tree.subtreeOf(index)]);
  const people = new Set<number>();
  for (const department of doomed)
    for (const user of Array.from(tenant.memberships.listOf(department))) people.add(user);
  for (const user of people) {
    const left = tenant.memberships.of(user).filter(({ department }) => !doomed.has(department));
    tenant.storeMemberships(user, left.length > 0 ? left : [{ ...ROOT_MEMBERSHIP, department: parent }]);
  }
  for (const department of doomed) dropDepartment(tenant, department);
}

function dropDepartment(tenant: Tenant, index: number): void {
  tenant.storeDepartment(index, { ...(tenant.departments[index] as Department), deleted: true });
}

function refuseBadName(name: string): void {
  if (name.length === 0) throw new DepartmentRefusal(40001, "param error: name is empty");
  if (name.includes("/")) throw new DepartmentRefusal(43029, "department name must not contain /");
}
