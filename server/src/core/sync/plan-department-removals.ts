import type { DirectoryDepartment } from "../directory/types.ts";
import type { DepartmentId } from "../kernel/ids.ts";
import { compareText } from "../kernel/text.ts";
import type { PlanContext } from "./plan-context.ts";
import type { PlannedDepartments } from "./plan-departments.ts";
import type { DepartmentChange, IssueCode, MembershipChange } from "./plan-types.ts";

/**
 * Decides on departments Feishu no longer has (product.md 5.1): linked and proved gone → `departed_departments`, never
 * linked → S10; and of those only the ones nothing is left in. Children come before their parents. Of single records it is
 * those that were asked for and not found.
 *
 * @param memberships every membership change of the plan, removals included, in any number of lists
 */
export function planDepartmentRemovals(
  context: PlanContext,
  departments: PlannedDepartments,
  memberships: readonly (readonly MembershipChange[])[],
): readonly DepartmentChange[] {
  const isLookedAt = lookedAt(context);
  if (isLookedAt === null) return [];
  const staying = new Set(departments.idOf.values());
  const leaving = new Map<DepartmentId, DirectoryDepartment>();
  for (const department of [...context.index.snapshot.departments].sort((a, b) => compareText(a.id, b.id))) {
    const missing = department.status === "active" && !staying.has(department.id) && isLookedAt(department);
    if (missing && mayLeave(context, departments, department)) {
      leaving.set(department.id, department);
    }
  }
  if (leaving.size === 0) return [];
  const members = countMembers(context, memberships);
  const children = countChildren(context, departments);
  const removals: DepartmentChange[] = [];
  for (const department of childrenFirst(leaving, departments.parents)) {
    if ((members.get(department.id) ?? 0) > 0 || (children.get(department.id) ?? 0) > 0) {
      skip(context, department, "department_not_empty");
      continue;
    }
    const parent = departments.parents.get(department.id) ?? null;
    if (parent !== null) children.set(parent, (children.get(parent) ?? 1) - 1);
    removals.push({
      kind: "departments",
      verb: "remove",
      id: department.id,
      label: department.name,
      reason: department.link ? "gone_from_feishu" : "unmatched_local",
      before: { status: "active" },
      after: { status: "deleted" },
    });
  }
  return removals;
}

/** Which departments would be in the reading if they were still there; null when it proves nothing about any. */
function lookedAt(context: PlanContext): ((department: DirectoryDepartment) => boolean) | null {
  if (context.treeComplete) return () => true;
  if (context.source.target.kind !== "records" || !context.absenceProves) return null;
  const confirmed = new Set(context.source.confirmedAbsentDepartments);
  return ({ link }) => link !== null && confirmed.has(link.openDepartmentId);
}

function mayLeave(context: PlanContext, departments: PlannedDepartments, department: DirectoryDepartment): boolean {
  const { link } = department;
  if (department.pin && department.pin.status !== "active") {
    skip(context, department, "pinned");
    return false;
  }
  if (link === null) {
    if (context.policy.unmatchedLocalDepartments === "delete" && context.everythingRead) return true;
    skip(context, department, "policy_ignore");
    return false;
  }
  if (link.tombstone || departments.withoutRow.has(link.openDepartmentId)) return false;
  if (context.lostGround.coversDepartment(department.id)) {
    skip(context, department, "not_provable");
    return false;
  }
  if (context.policy.departedDepartments === "delete") return true;
  skip(context, department, "policy_ignore");
  return false;
}

function countMembers(
  context: PlanContext,
  changes: readonly (readonly MembershipChange[])[],
): Map<DepartmentId, number> {
  const members = new Map<DepartmentId, number>();
  const add = (id: DepartmentId, by: number) => members.set(id, (members.get(id) ?? 0) + by);
  for (const membership of context.index.snapshot.memberships) add(membership.departmentId, 1);
  for (const list of changes) {
    for (const { verb, departmentId } of list) {
      if (verb === "add_member") add(departmentId, 1);
      else if (verb === "remove_member") add(departmentId, -1);
    }
  }
  return members;
}

/** Children that are listed once the plan is applied. */
function countChildren(context: PlanContext, departments: PlannedDepartments): Map<DepartmentId, number> {
  const created = new Set(departments.idOf.values());
  const children = new Map<DepartmentId, number>();
  for (const [id, parent] of departments.parents) {
    const listed = created.has(id) || context.index.departmentsById.get(id)?.status === "active";
    if (parent !== null && listed) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  return children;
}

/** By how many of those directly above leave too: what stands further up need not be known, and a narrow plan does not know it. */
function childrenFirst(
  leaving: ReadonlyMap<DepartmentId, DirectoryDepartment>,
  parents: ReadonlyMap<DepartmentId, DepartmentId | null>,
): readonly DirectoryDepartment[] {
  const depthOf = (id: DepartmentId): number => {
    let depth = 0;
    const above = (child: DepartmentId) => parents.get(child) ?? null;
    for (let parent = above(id); parent !== null && leaving.has(parent); parent = above(parent)) depth++;
    return depth;
  };
  return [...leaving.values()]
    .map((department) => ({ department, depth: depthOf(department.id) }))
    .sort((a, b) => b.depth - a.depth || compareText(a.department.id, b.department.id))
    .map(({ department }) => department);
}

function skip(context: PlanContext, department: DirectoryDepartment, code: IssueCode): void {
  const key = department.link?.openDepartmentId ?? department.id;
  context.issues.add("skipped", code, { kind: "departments", key, id: department.id, label: department.name });
}
