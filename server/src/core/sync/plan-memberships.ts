import type { DirectoryMembership, UserPin } from "../directory/types.ts";
import type { DepartmentId, UserId } from "../kernel/ids.ts";
import { compareText } from "../kernel/text.ts";
import type { UserMatch } from "./match-users.ts";
import type { PlanContext } from "./plan-context.ts";
import type { PlannedDepartments } from "./plan-departments.ts";
import type { MembershipChange, MembershipFields } from "./plan-types.ts";
import type { SourceUser } from "./snapshot.ts";

/** The departments Feishu asks for, person by person. */
export interface PlannedMembershipsOf {
  readonly of: (source: SourceUser) => ReadonlyMap<DepartmentId, MembershipFields>;
  /** Whether Feishu still asks for what a reverted record is pinned at; memberships made by hand are beside the point. */
  readonly sameAs: (source: SourceUser, userId: UserId, pinned: UserPin["memberships"]) => boolean;
}

/** Translates a person's Feishu departments into ours; those without a row of ours are left out. */
export function wishedMemberships(context: PlanContext, departments: PlannedDepartments): PlannedMembershipsOf {
  const of = (source: SourceUser) => {
    const wished = new Map<DepartmentId, MembershipFields>();
    for (const { openDepartmentId, primary, userOrder, departmentOrder } of source.memberships) {
      const id = departmentIdOf(context, departments, openDepartmentId);
      if (id !== undefined) wished.set(id, { primary, userOrder, departmentOrder });
    }
    return wished;
  };
  return {
    of,
    sameAs: (source, userId, pinned) => {
      const held = context.index.membershipsByUser.get(userId) ?? [];
      const byHand = new Set(
        held.filter(({ origin }) => origin === "built_in").map(({ departmentId }) => departmentId),
      );
      const wished = new Map<DepartmentId, boolean>();
      for (const { openDepartmentId, primary } of source.memberships) {
        // A department that was undone together with the person has no row now, but it is what Feishu asks for.
        const undone = context.index.departmentsByOpenId.get(openDepartmentId);
        const id =
          departmentIdOf(context, departments, openDepartmentId) ??
          (undone?.pin?.status === "active" ? undone.id : undefined);
        if (id !== undefined && !byHand.has(id)) wished.set(id, primary);
      }
      return wished.size === pinned.length && pinned.every((one) => wished.get(one.departmentId) === one.primary);
    },
  };
}

/** Additions, changes of order and losses of membership that come from moves, by user then department. */
export interface PlannedMemberships {
  readonly changes: readonly MembershipChange[];
  readonly unchanged: number;
}

/**
 * Compares each person's departments with ours. A person's own record is the authority; memberships made by hand are
 * never touched.
 *
 * @param follows people whose memberships follow Feishu
 */
export function planMemberships(
  context: PlanContext,
  departments: PlannedDepartments,
  wished: PlannedMembershipsOf,
  follows: readonly UserMatch[],
): PlannedMemberships {
  const changes: MembershipChange[] = [];
  let unchanged = 0;
  for (const match of follows) {
    const userId = match.id;
    const current = context.index.membershipsByUser.get(userId) ?? [];
    const wish = wished.of(match.source);
    noteUnknownDepartments(context, departments, match);
    for (const departmentId of [...wish.keys()].sort(compareText)) {
      const after = wish.get(departmentId) as MembershipFields;
      const held = current.find((membership) => membership.departmentId === departmentId);
      if (!held) {
        changes.push({
          kind: "memberships",
          verb: "add_member",
          userId,
          departmentId,
          reason: "moved_in_feishu",
          before: null,
          after,
        });
      } else if (held.origin === "feishu" && !sameMembership(held, after)) {
        changes.push({
          kind: "memberships",
          verb: "update",
          userId,
          departmentId,
          reason: "changed_in_feishu",
          before: fieldsOf(held),
          after,
        });
      } else unchanged++;
    }
    for (const membership of current) {
      if (membership.origin !== "feishu" || wish.has(membership.departmentId)) continue;
      // Absence under what the range lost proves nothing (product.md 5.3 b).
      if (context.lostGround.coversDepartment(membership.departmentId)) continue;
      changes.push(removalOf(membership, "left_department"));
    }
  }
  return { changes, unchanged };
}

/** The loss of one membership. */
export function removalOf(membership: DirectoryMembership, reason: MembershipChange["reason"]): MembershipChange {
  return {
    kind: "memberships",
    verb: "remove_member",
    userId: membership.userId,
    departmentId: membership.departmentId,
    reason,
    before: fieldsOf(membership),
    after: null,
  };
}

function fieldsOf({ primary, userOrder, departmentOrder }: MembershipFields): MembershipFields {
  return { primary, userOrder, departmentOrder };
}

function sameMembership(a: MembershipFields, b: MembershipFields): boolean {
  return a.primary === b.primary && a.userOrder === b.userOrder && a.departmentOrder === b.departmentOrder;
}

function departmentIdOf(
  context: PlanContext,
  departments: PlannedDepartments,
  openDepartmentId: SourceUser["memberships"][number]["openDepartmentId"],
) {
  const planned = departments.idOf.get(openDepartmentId);
  if (planned !== undefined) return planned;
  // A narrow or broken reading, or a smaller range, did not list it; what we know of it still stands.
  const known = context.index.departmentsByOpenId.get(openDepartmentId);
  if (known?.status !== "active" || departments.withoutRow.has(openDepartmentId)) return undefined;
  return context.departmentsListed && !context.lostGround.coversDepartment(known.id) ? undefined : known.id;
}

function noteUnknownDepartments(context: PlanContext, departments: PlannedDepartments, match: UserMatch): void {
  for (const { openDepartmentId } of match.source.memberships) {
    if (
      departments.withoutRow.has(openDepartmentId) ||
      departmentIdOf(context, departments, openDepartmentId) !== undefined
    )
      continue;
    const { source, known } = match;
    const subject = {
      kind: "users" as const,
      key: source.unionId,
      id: known?.id ?? null,
      label: source.name ?? source.unionId,
    };
    context.issues.add("warning", "department_unknown", subject, { department: openDepartmentId });
  }
}
