import type { DepartmentFields, DirectoryDepartment, DirectoryUser, UserFields } from "../directory/types.ts";
import type { DepartmentId, UserId } from "../kernel/ids.ts";
import { diffState } from "./diff.ts";
import { removalGuard } from "./guard.ts";
import { removalOf } from "./plan-memberships.ts";
import type {
  Change,
  DepartmentChange,
  DepartmentPatch,
  GuardReason,
  MembershipChange,
  UserChange,
  UserPatch,
} from "./plan-types.ts";
import type { DirectorySnapshot, SyncHistory } from "./snapshot.ts";
import { type DirectoryIndex, indexDirectory } from "./snapshot-index.ts";

export interface RevertInput {
  /** The changes of a run that were applied, in their order; for one person, only theirs. */
  readonly applied: readonly Change[];
  /** The directory as it is now: at least every record the changes touch, and what is in the departments they made. */
  readonly directory: DirectorySnapshot;
  readonly guard: { readonly percent: number; readonly minimum: number };
  readonly history: Pick<SyncHistory, "recentRemovals" | "linkedActiveAtWindowStart">;
}

export interface RevertPlan {
  readonly changes: readonly Change[];
  readonly held: readonly Change[];
  /** Records that changed again since the run, and are left as they are. */
  readonly movedOn: readonly {
    readonly kind: Change["kind"];
    readonly id: UserId | DepartmentId;
    readonly label: string;
  }[];
  readonly reasons: readonly GuardReason[];
}

/**
 * Plans the undoing of a run, or of one person in it (product.md 5.6). A value is put back only where it is still what
 * the run wrote. Every touched record is pinned at what its Feishu record asks for, so that the next sync does not do the
 * same again. Removing what that very run created does not count for the guard.
 */
export function planRevert({ applied, directory, guard, history }: RevertInput): RevertPlan {
  const index = indexDirectory(directory);
  const movedOn: RevertPlan["movedOn"][number][] = [];
  const memberships = revertMemberships(applied, index);
  const restored: UserChange[] = [];
  const removed: UserChange[] = [];
  const withdrawn: UserChange[] = [];
  for (const [id, changes] of byUser(applied)) {
    const current = index.usersById.get(id);
    if (!current) continue;
    const change = revertUser(current, changes, index);
    if (change === null) movedOn.push({ kind: "users", id, label: current.name });
    else if (change.verb !== "deactivate" && change.verb !== "remove") restored.push(change);
    else if (changes.some(({ verb }) => verb === "create")) withdrawn.push(change);
    else removed.push(change);
  }
  const departments = revertDepartments(applied, index, memberships, movedOn);
  const reason = removalGuard(removed.length, guard, history);
  const changes: Change[] = [
    ...departments.kept,
    ...restored,
    ...memberships,
    ...withdrawn,
    ...(reason ? [] : removed),
    ...departments.removed,
  ];
  return { changes, held: reason ? removed : [], movedOn, reasons: reason ? [reason] : [] };
}

function byUser(applied: readonly Change[]): Map<UserId, UserChange[]> {
  const users = new Map<UserId, UserChange[]>();
  for (const change of applied) {
    if (change.kind === "departments") continue;
    const id = change.kind === "users" ? change.id : change.userId;
    const changes = users.get(id) ?? [];
    if (change.kind === "users") changes.push(change);
    users.set(id, changes);
  }
  return users;
}

/** Null when the record moved on and nothing of the run is left to undo. */
function revertUser(current: DirectoryUser, changes: readonly UserChange[], index: DirectoryIndex): UserChange | null {
  const pin = {
    status: current.status,
    fields: userFieldsOf(current),
    memberships: (index.membershipsByUser.get(current.id) ?? [])
      .filter(({ origin }) => origin === "feishu")
      .map(({ departmentId, primary }) => ({ departmentId, primary })),
  };
  const step = { kind: "users" as const, id: current.id, label: current.name, reason: "reverted" as const };
  if (changes.some(({ verb }) => verb === "create")) {
    if (current.status === "deleted") return null;
    const before = { status: current.status, disabledBy: current.disabledBy, pin: current.pin };
    return {
      ...step,
      verb: "remove",
      before,
      after: { status: "deleted", disabledBy: current.disabledBy ?? "sync", pin },
    };
  }
  const wish: { -readonly [Key in keyof UserPatch]: UserPatch[Key] } = {};
  for (const change of [...changes].reverse()) {
    if (change.verb === "create") continue;
    const untouched = unchangedSince<UserPatch>({ ...current, ...wish }, change.before, change.after);
    // A link the run made stays known as a tombstone: otherwise the same e-mail would link again at once.
    if (untouched.link === null) untouched.link = current.link && { ...current.link, tombstone: true };
    Object.assign(wish, untouched);
  }
  if (changes.length > 0 && Object.keys(wish).length === 0) return null;
  const difference = diffState<UserPatch>(current, { ...wish, pin });
  if (difference === null) return null;
  const status = difference.after.status;
  const verb =
    status === undefined
      ? "update"
      : status === "active"
        ? "reactivate"
        : status === "disabled"
          ? "deactivate"
          : "remove";
  return { ...step, verb, ...difference };
}

function unchangedSince<Patch extends object>(
  current: Patch,
  before: Patch,
  after: Patch,
): { -readonly [Key in keyof Patch]: Patch[Key] } {
  const wish: Partial<Patch> = {};
  for (const key of Object.keys(after) as (keyof Patch)[]) {
    if (key === "pin" || diffState<Patch>(current, { [key]: after[key] } as unknown as Partial<Patch>) !== null)
      continue;
    wish[key] = before[key];
  }
  return wish as { -readonly [Key in keyof Patch]: Patch[Key] };
}

function revertMemberships(applied: readonly Change[], index: DirectoryIndex): MembershipChange[] {
  const changes: MembershipChange[] = [];
  for (const change of [...applied].reverse()) {
    if (change.kind !== "memberships") continue;
    const { userId, departmentId } = change;
    const held = index.membershipsByUser.get(userId)?.find((membership) => membership.departmentId === departmentId);
    const step = { kind: "memberships" as const, userId, departmentId, reason: "reverted" as const };
    if (change.verb === "add_member") {
      if (held?.origin === "feishu") changes.push(removalOf(held, "reverted"));
    } else if (change.verb === "remove_member") {
      const home = index.departmentsById.get(departmentId);
      if (!held && home) changes.push({ ...step, verb: "add_member", before: null, after: change.before });
    } else if (held && diffState(held, change.after) === null) {
      changes.push({ ...step, verb: "update", before: change.after, after: change.before });
    }
  }
  return changes;
}

function revertDepartments(
  applied: readonly Change[],
  index: DirectoryIndex,
  memberships: readonly MembershipChange[],
  movedOn: RevertPlan["movedOn"][number][],
): { readonly kept: DepartmentChange[]; readonly removed: DepartmentChange[] } {
  const kept: DepartmentChange[] = [];
  const removed: DepartmentChange[] = [];
  const contents = countContents(index, memberships);
  // Backwards: what was made last, below its parent, goes first; what was taken last, above its children, comes back first.
  for (const change of [...applied].reverse()) {
    if (change.kind !== "departments") continue;
    const current = index.departmentsById.get(change.id);
    if (!current) continue;
    const step = { kind: "departments" as const, id: current.id, label: current.name, reason: "reverted" as const };
    const pin = { status: current.status, fields: departmentFieldsOf(current) };
    if (change.verb === "create") {
      if (current.status === "deleted" || (contents.get(current.id) ?? 0) > 0) {
        movedOn.push({ kind: "departments", id: current.id, label: current.name });
        continue;
      }
      if (current.parentId !== null) contents.set(current.parentId, (contents.get(current.parentId) ?? 1) - 1);
      removed.push({
        ...step,
        verb: "remove",
        before: { status: "active", pin: current.pin },
        after: { status: "deleted", pin },
      });
      continue;
    }
    const wish = unchangedSince<DepartmentPatch>(current, change.before, change.after);
    if (wish.link === null) wish.link = current.link && { ...current.link, tombstone: true };
    const difference = Object.keys(wish).length === 0 ? null : diffState<DepartmentPatch>(current, { ...wish, pin });
    if (difference === null) movedOn.push({ kind: "departments", id: current.id, label: current.name });
    else if (difference.after.status === "deleted") removed.push({ ...step, verb: "remove", ...difference });
    else kept.push({ ...step, verb: difference.after.status === "active" ? "reactivate" : "update", ...difference });
  }
  return { kept, removed };
}

/** How many members and listed children each department keeps once the run's memberships are undone. */
function countContents(index: DirectoryIndex, memberships: readonly MembershipChange[]): Map<DepartmentId, number> {
  const contents = new Map<DepartmentId, number>();
  const add = (id: DepartmentId, by: number) => contents.set(id, (contents.get(id) ?? 0) + by);
  for (const { departmentId } of index.snapshot.memberships) add(departmentId, 1);
  for (const { verb, departmentId } of memberships) {
    if (verb === "add_member") add(departmentId, 1);
    else if (verb === "remove_member") add(departmentId, -1);
  }
  for (const { parentId, status } of index.snapshot.departments) {
    if (parentId !== null && status === "active") add(parentId, 1);
  }
  return contents;
}

function userFieldsOf({
  name,
  nickname,
  email,
  mobile,
  employeeNo,
  jobTitle,
  leaderId,
  attributes,
}: DirectoryUser): UserFields {
  return { name, nickname, email, mobile, employeeNo, jobTitle, leaderId, attributes };
}

function departmentFieldsOf({ name, parentId, order, leaderIds }: DirectoryDepartment): DepartmentFields {
  return { name, parentId, order, leaderIds };
}
