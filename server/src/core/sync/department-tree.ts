import type { OpenDepartmentId } from "../kernel/ids.ts";
import { compareText } from "../kernel/text.ts";
import type { SourceDepartment } from "./snapshot.ts";

/** The departments of a reading as a tree. */
export interface DepartmentTree {
  readonly byId: ReadonlyMap<OpenDepartmentId, SourceDepartment>;
  /** Every parent before its children; siblings by id, so that shuffled input gives the same plan. */
  readonly parentsFirst: readonly SourceDepartment[];
  /** Names of departments that are their own ancestors, sorted; empty in any sane tenant. */
  readonly cycle: readonly string[];
}

/** Arranges departments; a department listed twice counts once. A parent that is not in the list makes its child a root. */
export function buildDepartmentTree(departments: readonly SourceDepartment[]): DepartmentTree {
  const byId = new Map<OpenDepartmentId, SourceDepartment>();
  for (const department of departments) byId.set(department.openDepartmentId, department);
  const children = new Map<OpenDepartmentId | null, SourceDepartment[]>();
  for (const department of byId.values()) {
    const parent = department.parentOpenDepartmentId;
    const key = parent !== null && byId.has(parent) ? parent : null;
    const siblings = children.get(key);
    if (siblings) siblings.push(department);
    else children.set(key, [department]);
  }
  const byKey = (a: SourceDepartment, b: SourceDepartment) => compareText(a.openDepartmentId, b.openDepartmentId);
  const parentsFirst = (children.get(null) ?? []).sort(byKey);
  for (let next = 0; next < parentsFirst.length; next++) {
    const department = parentsFirst[next] as SourceDepartment;
    const below = children.get(department.openDepartmentId);
    if (below) parentsFirst.push(...below.sort(byKey));
  }
  // Whatever no root reaches hangs on itself.
  const reached = new Set(parentsFirst);
  const cycle = [...byId.values()].filter((department) => !reached.has(department));
  return {
    byId,
    parentsFirst,
    cycle: cycle.map((department) => department.name ?? department.openDepartmentId).sort(compareText),
  };
}
