import type { DirectoryUser } from "../directory/types.ts";
import type { OpenId } from "../kernel/ids.ts";
import { compareText } from "../kernel/text.ts";
import type { UserMatches } from "./match-users.ts";
import type { PlanContext } from "./plan-context.ts";
import { removalOf } from "./plan-memberships.ts";
import type { ChangeReason, IssueCode, MembershipChange, UserChange } from "./plan-types.ts";
import type { PlannedUsers } from "./plan-users.ts";
import { isNarrow } from "./snapshot.ts";

/** Accounts that lose their place, with the memberships they lose by it. All of it is what guards hold. */
export interface PlannedDepartures {
  readonly users: readonly UserChange[];
  readonly memberships: readonly MembershipChange[];
}

/**
 * Decides on accounts without a person in the reading (product.md 5.1): linked and proved gone → `departed_users`;
 * never linked → S9; linked and not provable → untouched. Where the reading proves nothing no removal comes into being.
 */
export function planDepartures(context: PlanContext, people: UserMatches, planned: PlannedUsers): PlannedDepartures {
  const users: UserChange[] = [];
  const memberships: MembershipChange[] = [];
  const take = (user: DirectoryUser, policy: "disable" | "delete", reason: ChangeReason) => {
    const change = removalChange(user, policy, reason);
    if (change === null) return;
    users.push(change);
    for (const membership of context.index.membershipsByUser.get(user.id) ?? []) {
      if (membership.origin === "feishu") memberships.push(removalOf(membership, reason));
    }
  };
  const depart = (user: DirectoryUser, reason: ChangeReason) => {
    const policy = context.policy.departedUsers;
    if (user.pin && user.pin.status !== "active") skip(context, user, "pinned");
    else if (policy === "ignore") skip(context, user, "policy_ignore");
    else if (removalChange(user, policy, reason) === null) return;
    else if (user.operator || user.protected) skip(context, user, "protected");
    else take(user, policy, reason);
  };

  for (const user of planned.resigned) depart(user, "resigned");
  const unread = new Set(context.source.coverage.unread.filter(({ what }) => what === "user").map(({ key }) => key));
  const confirmed = new Set<OpenId>(context.source.confirmedAbsentUsers);
  for (const user of [...context.index.snapshot.users].sort((a, b) => compareText(a.id, b.id))) {
    if (people.matchedIds.has(user.id)) continue;
    if (user.link === null) {
      if (context.everythingRead && user.status !== "deleted") unmatchedLocal(context, people, user, take);
      continue;
    }
    if (user.link.tombstone || user.status === "deleted" || !isLookedAt(context, user.link.openId)) continue;
    const departments = (context.index.membershipsByUser.get(user.id) ?? []).map(
      (membership) => membership.departmentId,
    );
    const proved =
      isProving(context, confirmed, user.link.openId) &&
      !unread.has(user.link.openId) &&
      !context.lostGround.coversUser(user.link.openId, departments);
    if (proved) depart(user, "gone_from_feishu");
    else if (user.status === "active") skip(context, user, "not_provable");
  }
  return { users, memberships };
}

/** A never-linked account (S9). */
function unmatchedLocal(
  context: PlanContext,
  people: UserMatches,
  user: DirectoryUser,
  take: (user: DirectoryUser, policy: "disable" | "delete", reason: ChangeReason) => void,
): void {
  const policy = context.policy.unmatchedLocalUsers;
  if (user.protected || user.operator) skip(context, user, "protected");
  else if (user.pin && user.pin.status !== "active") skip(context, user, "pinned");
  else if (policy === "ignore") skip(context, user, "policy_ignore");
  else if (user.email !== null && people.isClaimedEmail(user.email.trim().toLowerCase()))
    skip(context, user, "email_conflict");
  else take(user, policy, "unmatched_local");
}

/** Whether this reading was to tell about the person at all. */
function isLookedAt(context: PlanContext, openId: OpenId): boolean {
  const { target } = context.source;
  return target.kind === "all" || (isNarrow(target) && target.openIds.includes(openId));
}

/** Whether not being in this reading is a proof: everything was read, or just this person was asked for and not found. */
function isProving(context: PlanContext, confirmed: ReadonlySet<OpenId>, openId: OpenId): boolean {
  if (isNarrow(context.source.target)) return context.absenceProves && confirmed.has(openId);
  return context.everythingRead;
}

function removalChange(user: DirectoryUser, policy: "disable" | "delete", reason: ChangeReason): UserChange | null {
  const step = { kind: "users" as const, id: user.id, label: user.name, reason };
  const before = { status: user.status, disabledBy: user.disabledBy };
  if (policy === "delete") {
    if (user.status === "deleted") return null;
    return { ...step, verb: "remove", before, after: { status: "deleted", disabledBy: user.disabledBy ?? "sync" } };
  }
  if (user.status !== "active") return null;
  return { ...step, verb: "deactivate", before, after: { status: "disabled", disabledBy: "sync" } };
}

function skip(context: PlanContext, user: DirectoryUser, code: IssueCode): void {
  context.issues.add("skipped", code, {
    kind: "users",
    key: user.link?.unionId ?? user.id,
    id: user.id,
    label: user.name,
  });
}
