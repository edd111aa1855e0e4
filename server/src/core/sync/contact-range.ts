import type { DepartmentId, OpenDepartmentId, OpenId } from "../kernel/ids.ts";
import type { ContactRange, SourceSnapshot } from "./snapshot.ts";
import type { DirectoryIndex } from "./snapshot-index.ts";

/** What a range lost against the one accepted last (product.md 5.3 b). */
export interface RangeLoss {
  readonly departments: readonly OpenDepartmentId[];
  readonly users: readonly OpenId[];
  /** The range went from everybody to a list of nodes: whatever the list does not cover is lost. */
  readonly wasAll: boolean;
}

/**
 * Compares the range now with the accepted one. A lost node that is still covered (listed below another node, seen among
 * the people) is no loss. Returns null when nothing was lost; growth is never a loss.
 */
export function findRangeLoss(accepted: ContactRange | null, source: SourceSnapshot): RangeLoss | null {
  const now = source.coverage.range;
  if (accepted === null || now.mode === "all") return null;
  if (accepted.mode === "all") return { departments: [], users: [], wasAll: true };
  const readDepartments = new Set(source.departments.map((department) => department.openDepartmentId));
  const departments = accepted.departments.filter((id) => !readDepartments.has(id) && !now.departments.includes(id));
  const readUsers = new Set(source.users.map((user) => user.openId));
  const users = accepted.users.filter((id) => !readUsers.has(id) && !now.users.includes(id));
  return departments.length + users.length > 0 ? { departments, users, wasAll: false } : null;
}

/**
 * Whether a range that was asked for beside single records still has every node of the accepted one. Only then does not
 * being found mean being gone. A range without nodes was not asked for, or shows nobody.
 */
export function keepsItsNodes(accepted: ContactRange | null, now: ContactRange): boolean {
  if (now.mode === "all" || accepted === null) return true;
  if (accepted.mode === "all" || now.departments.length + now.users.length === 0) return false;
  const nodes = new Set<string>([...now.departments, ...now.users]);
  return [...accepted.departments, ...accepted.users].every((node) => nodes.has(node));
}

/** Tells whether a department or person of ours lies under what the range lost. */
export interface LostGround {
  readonly coversDepartment: (id: DepartmentId) => boolean;
  /** @param departments the person's departments in our directory */
  readonly coversUser: (openId: OpenId, departments: readonly DepartmentId[]) => boolean;
}

/**
 * Draws the lost ground on our own tree: every department below a lost node, and everybody in one of them. A department
 * this reading shows is not lost, wherever it hung before.
 */
export function lostGround(loss: RangeLoss | null, source: SourceSnapshot, index: DirectoryIndex): LostGround {
  if (loss === null) return { coversDepartment: () => false, coversUser: () => false };
  const shown = new Set<DepartmentId>();
  for (const { openDepartmentId } of source.departments) {
    const department = index.departmentsByOpenId.get(openDepartmentId);
    if (department) shown.add(department.id);
  }
  if (loss.wasAll) return { coversDepartment: (id) => !shown.has(id), coversUser: () => true };
  const lostDepartments = new Set<DepartmentId>();
  for (const openId of loss.departments) {
    const department = index.departmentsByOpenId.get(openId);
    if (department) lostDepartments.add(department.id);
  }
  const known = new Map<DepartmentId, boolean>();
  const coversDepartment = (id: DepartmentId): boolean => {
    const cached = known.get(id);
    if (cached !== undefined) return cached;
    known.set(id, false);
    const parentId = index.departmentsById.get(id)?.parentId ?? null;
    const covered = !shown.has(id) && (lostDepartments.has(id) || (parentId !== null && coversDepartment(parentId)));
    known.set(id, covered);
    return covered;
  };
  const lostUsers = new Set(loss.users);
  return {
    coversDepartment,
    coversUser: (openId, departments) => lostUsers.has(openId) || departments.some(coversDepartment),
  };
}
