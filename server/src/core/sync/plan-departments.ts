import type { DepartmentFields, DepartmentLink, DirectoryDepartment } from "../directory/types.ts";
import { deriveId } from "../kernel/derive-id.ts";
import type { DepartmentId, OpenDepartmentId, OpenId, UserId } from "../kernel/ids.ts";
import type { DepartmentTree } from "./department-tree.ts";
import { diffState } from "./diff.ts";
import { textProblem } from "./field-rules.ts";
import type { PlanContext } from "./plan-context.ts";
import type { ChangeReason, DepartmentChange, DepartmentPatch } from "./plan-types.ts";
import type { SourceDepartment } from "./snapshot.ts";

/** Where Feishu departments end up in our directory. */
export interface PlannedDepartments {
  /** Parents first. */
  readonly changes: readonly DepartmentChange[];
  /** Departments of the reading that are in the directory once the changes are applied. */
  readonly idOf: ReadonlyMap<OpenDepartmentId, DepartmentId>;
  /** Left alone by policy or pin, or refused: their members are not told about each time. */
  readonly withoutRow: ReadonlySet<OpenDepartmentId>;
  /** Parent of every department once the changes are applied. */
  readonly parents: ReadonlyMap<DepartmentId, DepartmentId | null>;
  readonly unchanged: number;
}

/**
 * Decides creations, links, renames, moves and returns of departments. Departments are matched by `open_department_id`
 * alone, never by name (feishu contract 3.1). A parent that cannot be seen makes a first-level department, with a warning.
 *
 * @param userIdOf our id of a person by open_id, for leaders
 */
export function planDepartments(
  context: PlanContext,
  tree: DepartmentTree,
  userIdOf: (openId: OpenId) => UserId | undefined,
): PlannedDepartments {
  const { index, issues } = context;
  const idOf = new Map<OpenDepartmentId, DepartmentId>();
  const withoutRow = new Set<OpenDepartmentId>();
  const parents = new Map<DepartmentId, DepartmentId | null>();
  for (const department of index.snapshot.departments) parents.set(department.id, department.parentId);
  const changes: DepartmentChange[] = [];
  let unchanged = 0;

  for (const department of tree.parentsFirst) {
    const known = index.departmentsByOpenId.get(department.openDepartmentId);
    const subject = departmentSubject(department, known);
    const refusal = known ? null : creationRefusal(context, department);
    if (refusal) {
      withoutRow.add(department.openDepartmentId);
      issues.add(refusal.severity, refusal.code, subject, refusal.detail);
      continue;
    }
    const wish = wishedFields(context, tree, department, known, idOf, userIdOf);
    const link: DepartmentLink = {
      openDepartmentId: department.openDepartmentId,
      feishuDepartmentId: department.departmentId,
      tombstone: false,
    };
    if (!known) {
      const id = newDepartmentId(context, department.openDepartmentId);
      const after = { name: "", parentId: null, order: 0, leaderIds: [], ...wish, link };
      idOf.set(department.openDepartmentId, id);
      parents.set(id, after.parentId);
      changes.push({
        kind: "departments",
        verb: "create",
        id,
        label: after.name,
        reason: "new_in_feishu",
        before: null,
        after,
      });
      continue;
    }
    // Feishu still asks for what was reverted: leave it (product.md 5.6).
    if (known.pin?.status === "active" && diffState(known.pin.fields, wish) === null) {
      issues.add("skipped", "pinned", subject);
      if (known.status === "active") idOf.set(department.openDepartmentId, known.id);
      else withoutRow.add(department.openDepartmentId);
      continue;
    }
    idOf.set(department.openDepartmentId, known.id);
    const change = existingDepartmentChange(known, wish, link);
    if (change === null) {
      unchanged++;
      continue;
    }
    if (change.after.parentId !== undefined) parents.set(known.id, change.after.parentId);
    changes.push(change);
  }
  return { changes, idOf, withoutRow, parents, unchanged };
}

function creationRefusal(context: PlanContext, department: SourceDepartment) {
  if (context.policy.unmatchedFeishuDepartments === "ignore") {
    return { severity: "skipped", code: "policy_ignore", detail: {} } as const;
  }
  const problem = department.name ? textProblem("name", department.name) : { field: "name", rule: "not empty" };
  return problem && ({ severity: "error", code: "field_invalid", detail: { ...problem } } as const);
}

function newDepartmentId(context: PlanContext, openDepartmentId: OpenDepartmentId): DepartmentId {
  const isTaken = (id: string) => context.index.departmentsById.has(id as DepartmentId);
  return deriveId(context.tools.hash, `department:${openDepartmentId}`, isTaken) as DepartmentId;
}

function existingDepartmentChange(
  known: DirectoryDepartment,
  wish: Partial<DepartmentFields>,
  link: DepartmentLink,
): Exclude<DepartmentChange, { verb: "create" }> | null {
  const returns = known.status === "deleted";
  const relinked = known.link?.tombstone === true;
  const wanted: DepartmentPatch = {
    ...wish,
    status: "active",
    link: { ...link, feishuDepartmentId: link.feishuDepartmentId ?? known.link?.feishuDepartmentId ?? null },
    pin: null,
  };
  const difference = diffState<DepartmentPatch>(known, wanted);
  if (difference === null) return null;
  const moved = difference.after.parentId !== undefined;
  const verb = returns ? "reactivate" : relinked ? "link" : moved ? "move" : "update";
  const reason: ChangeReason = returns
    ? "returned"
    : relinked
      ? "same_link"
      : known.pin
        ? "pin_released"
        : moved
          ? "moved_in_feishu"
          : "changed_in_feishu";
  return {
    kind: "departments",
    verb,
    id: known.id,
    label: wish.name ?? known.name,
    reason,
    before: difference.before,
    after: difference.after,
  };
}

/** The fields Feishu asks for: only readable ones, only valid ones. */
function wishedFields(
  context: PlanContext,
  tree: DepartmentTree,
  department: SourceDepartment,
  known: DirectoryDepartment | undefined,
  idOf: ReadonlyMap<OpenDepartmentId, DepartmentId>,
  userIdOf: (openId: OpenId) => UserId | undefined,
): Partial<DepartmentFields> {
  const readable = context.source.readable.department;
  const wish: { -readonly [Key in keyof DepartmentFields]?: DepartmentFields[Key] } = {};
  if (readable.name && department.name) {
    const problem = known ? textProblem("name", department.name) : null;
    if (problem) context.issues.add("error", "field_invalid", departmentSubject(department, known), { ...problem });
    else wish.name = department.name;
  }
  if (readable.parent) {
    const parent = visibleParent(context, tree, department, known, idOf);
    if (parent !== undefined) wish.parentId = parent;
  }
  if (readable.order) wish.order = department.order;
  if (readable.leaders) {
    const leaders = department.leaderOpenIds.map(userIdOf).filter((id) => id !== undefined);
    wish.leaderIds = [...new Set(leaders)];
  }
  return wish;
}

/** Our id of the nearest ancestor that has a row; null for the company root; undefined to leave the parent as it is. */
function visibleParent(
  context: PlanContext,
  tree: DepartmentTree,
  department: SourceDepartment,
  known: DirectoryDepartment | undefined,
  idOf: ReadonlyMap<OpenDepartmentId, DepartmentId>,
): DepartmentId | null | undefined {
  for (let parent = department.parentOpenDepartmentId; parent !== null; ) {
    const id = idOf.get(parent);
    if (id !== undefined) return id;
    const above = tree.byId.get(parent);
    if (above !== undefined) {
      parent = above.parentOpenDepartmentId;
      continue;
    }
    // Not in this reading. A narrow or broken reading keeps what is known; a whole one calls it invisible.
    if (!context.treeComplete) {
      if (known) return undefined;
      const elsewhere = context.index.departmentsByOpenId.get(parent);
      if (elsewhere?.status === "active") return elsewhere.id;
    }
    context.issues.add("warning", "department_parent_invisible", departmentSubject(department, known), { parent });
    return null;
  }
  return null;
}

function departmentSubject(department: SourceDepartment, known: DirectoryDepartment | undefined) {
  return {
    kind: "departments" as const,
    key: department.openDepartmentId,
    id: known?.id ?? null,
    label: department.name ?? known?.name ?? department.openDepartmentId,
  };
}
