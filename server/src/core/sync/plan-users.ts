import type { DirectoryUser, LinkedIdentity, UserFields, UserStatus } from "../directory/types.ts";
import { chooseUsername } from "../directory/username.ts";
import type { OpenId, UserId } from "../kernel/ids.ts";
import { once } from "../kernel/once.ts";
import { diffState, mergeAttributes } from "./diff.ts";
import { emailProblem, type FieldProblem, mobileProblem, textProblem } from "./field-rules.ts";
import type { UserMatch, UserMatches } from "./match-users.ts";
import type { PlanContext } from "./plan-context.ts";
import type { PlannedMembershipsOf } from "./plan-memberships.ts";
import type { ChangeReason, UserChange, UserPatch } from "./plan-types.ts";
import type { SourceUser, SourceUserState } from "./snapshot.ts";
import { creationRefusal } from "./user-creation.ts";

/** What becomes of the people of a reading. */
export interface PlannedUsers {
  /** Creations, links, updates and returns, by union_id. */
  readonly changes: readonly UserChange[];
  /** Deactivations of people who are frozen or left; guards may hold them. */
  readonly removals: readonly UserChange[];
  /** People whose memberships follow Feishu after the plan: not those skipped, refused, pinned or staying deleted. */
  readonly follows: readonly UserMatch[];
  /** People proved to have resigned; `departed_users` decides on them. */
  readonly resigned: readonly DirectoryUser[];
  readonly unchanged: number;
}

/**
 * Decides what happens to each person Feishu lists. Departure by absence is decided elsewhere.
 *
 * @param wishedMemberships the departments Feishu asks for, to tell whether a pinned record still stands
 */
export function planUsers(
  context: PlanContext,
  people: UserMatches,
  wishedMemberships: PlannedMembershipsOf,
): PlannedUsers {
  const changes: UserChange[] = [];
  const removals: UserChange[] = [];
  const follows: UserMatch[] = [];
  const resigned: DirectoryUser[] = [];
  const usernames = once(() => takenUsernames(context));
  let unchanged = 0;

  for (const match of people.matches) {
    const { known, source } = match;
    if (source.state === "resigned") {
      if (known) resigned.push(known);
      continue;
    }
    if (known === null) {
      const creation = planCreation(context, match, people.idOf, usernames);
      if (creation) {
        changes.push(creation);
        follows.push(match);
      }
      continue;
    }
    const wish = wishedFields(context, source, known, people.idOf);
    const wishedStatus = statusOf(source.state);
    if (isPinned(context, match, wish, wishedStatus, wishedMemberships)) continue;
    const outcome = planExisting(context, match, wish, wishedStatus);
    changes.push(...outcome.changes);
    removals.push(...outcome.removals);
    if (outcome.follows) follows.push(match);
    if (outcome.changes.length + outcome.removals.length === 0 && !outcome.skipped) unchanged++;
  }
  return { changes, removals, follows, resigned, unchanged };
}

/** Product.md 5.2; null: Feishu does not let us see, nothing changes. */
function statusOf(state: SourceUserState): "active" | "disabled" | null {
  if (state === "unknown") return null;
  return state === "active" || state === "not_activated" || state === "not_joined" ? "active" : "disabled";
}

function takenUsernames(context: PlanContext): Set<string> {
  const taken = new Set(context.index.snapshot.takenUsernames.map((name) => name.toLowerCase()));
  for (const user of context.index.snapshot.users) taken.add(user.username.toLowerCase());
  return taken;
}

function planCreation(
  context: PlanContext,
  match: UserMatch,
  idOf: (openId: OpenId) => UserId | undefined,
  usernames: () => Set<string>,
): UserChange | null {
  const { source } = match;
  const subject = { kind: "users" as const, key: source.unionId, id: null, label: source.name ?? source.unionId };
  const refusal = creationRefusal(context.policy, source);
  if (refusal) context.issues.add(refusal.severity, refusal.code, subject, refusal.detail);
  if (refusal || source.name === null) return null;
  if (source.email === null) context.issues.add("note", "no_email", subject);
  const wish = wishedFields(context, source, null, idOf);
  const username = chooseUsername(
    { email: wish.email ?? null, name: source.name, key: source.unionId },
    context.tools.romanize,
    context.tools.hash,
    (name) => usernames().has(name),
  );
  usernames().add(username);
  const disabled = statusOf(source.state) === "disabled";
  return {
    kind: "users",
    verb: "create",
    id: match.id,
    label: source.name,
    reason: "new_in_feishu",
    before: null,
    after: {
      name: source.name,
      nickname: null,
      email: null,
      mobile: null,
      employeeNo: null,
      jobTitle: null,
      leaderId: null,
      attributes: {},
      ...wish,
      username,
      status: disabled ? "disabled" : "active",
      disabledBy: disabled ? "sync" : null,
      link: linkTo(source, null),
    },
  };
}

interface ExistingOutcome {
  readonly changes: UserChange[];
  readonly removals: UserChange[];
  readonly follows: boolean;
  readonly skipped: boolean;
}

function planExisting(
  context: PlanContext,
  match: UserMatch,
  wish: Partial<UserFields>,
  wishedStatus: "active" | "disabled" | null,
): ExistingOutcome {
  const known = match.known as DirectoryUser;
  const { source } = match;
  const subject = { kind: "users" as const, key: source.unionId, id: known.id, label: wish.name ?? known.name };
  const skip = (code: "protected" | "disabled_by_operator") => context.issues.add("skipped", code, subject);

  let status: UserPatch = {};
  let reason: ChangeReason =
    match.by === "email" ? "same_email" : known.link?.tombstone ? "same_link" : "changed_in_feishu";
  let returns = false;
  let skipped = false;
  let removal: UserChange | null = null;
  if (known.status === "active" && wishedStatus === "disabled") {
    if (known.protected || known.operator) {
      skip("protected");
      skipped = true;
    } else {
      removal = {
        kind: "users",
        verb: "deactivate",
        id: known.id,
        label: subject.label,
        reason: source.state === "frozen" ? "frozen" : "exited",
        before: { status: "active", disabledBy: null },
        after: { status: "disabled", disabledBy: "sync" },
      };
    }
  } else if (known.status !== "active" && wishedStatus === "active") {
    if (known.disabledBy === "operator") {
      skip("disabled_by_operator");
      skipped = true;
    } else {
      status = { status: "active", disabledBy: null };
      reason = known.status === "deleted" ? "returned" : "thawed";
      returns = true;
    }
  }
  // A deleted account that does not come back is left as it was, link and all.
  if (known.status === "deleted" && !returns) return { changes: [], removals: [], follows: false, skipped };

  const wanted: UserPatch = { ...wish, ...status, link: linkTo(source, known.link), pin: null };
  const difference = diffState<UserPatch>(known, wanted);
  const changes: UserChange[] = [];
  if (difference) {
    const verb = returns ? "reactivate" : match.by === "email" || known.link?.tombstone ? "link" : "update";
    if (known.pin && verb === "update") reason = "pin_released";
    changes.push({ kind: "users", verb, id: known.id, label: subject.label, reason, ...difference });
  }
  return { changes, removals: removal ? [removal] : [], follows: true, skipped };
}

function linkTo(source: SourceUser, known: LinkedIdentity | null): LinkedIdentity {
  return {
    unionId: source.unionId,
    openId: source.openId,
    feishuUserId: source.userId ?? known?.feishuUserId ?? null,
    tombstone: false,
  };
}

/** The fields Feishu asks for: readable, switched on, and valid. A key left out keeps its value. */
function wishedFields(
  context: PlanContext,
  source: SourceUser,
  known: DirectoryUser | null,
  idOf: (openId: OpenId) => UserId | undefined,
): Partial<UserFields> {
  const readable = context.source.readable;
  const switches = context.policy.fields;
  const subject = {
    kind: "users" as const,
    key: source.unionId,
    id: known?.id ?? null,
    label: source.name ?? source.unionId,
  };
  const wish: { -readonly [Key in keyof UserFields]?: UserFields[Key] } = {};
  const set = <Key extends "nickname" | "email" | "mobile" | "employeeNo" | "jobTitle">(
    key: Key,
    problemOf: (value: string) => FieldProblem | null,
  ) => {
    const value = source[key];
    const problem = value === null ? null : problemOf(value);
    if (problem) context.issues.add("error", "field_invalid", subject, { ...problem });
    else wish[key] = value;
  };
  if (readable.user.name && source.name) {
    const problem = textProblem("name", source.name);
    if (problem) context.issues.add("error", "field_invalid", subject, { ...problem });
    else wish.name = source.name;
  }
  // An address may be changed where `email` is readable or none is known; that there is none, only where both are.
  const { email, enterpriseEmail } = readable.user;
  const mayWriteEmail = source.email === null ? email && enterpriseEmail : email || !known?.email;
  if (mayWriteEmail) set("email", emailProblem);
  if (readable.user.nickname && switches.nickname) set("nickname", (value) => textProblem("nickname", value));
  if (readable.user.mobile && switches.mobile) set("mobile", mobileProblem);
  if (readable.user.employeeNo && switches.employeeNo) set("employeeNo", (value) => textProblem("employee_no", value));
  if (readable.user.jobTitle) set("jobTitle", (value) => textProblem("job_title", value));
  if (readable.user.leader) {
    const leaderId = source.leaderOpenId === null ? null : idOf(source.leaderOpenId);
    if (leaderId === undefined) context.issues.add("note", "leader_unknown", subject, { leader: source.leaderOpenId });
    wish.leaderId = leaderId ?? null;
  }
  if (context.readableAttributes.size > 0) {
    wish.attributes = mergeAttributes(known?.attributes ?? {}, source.attributes, context.readableAttributes);
  }
  return wish;
}

/** Whether a reverted record still stands because Feishu asks for nothing new (product.md 5.6). */
function isPinned(
  context: PlanContext,
  match: UserMatch,
  wish: Partial<UserFields>,
  wishedStatus: UserStatus | null,
  wishedMemberships: PlannedMembershipsOf,
): boolean {
  const known = match.known;
  const pin = known?.pin;
  if (!known || !pin) return false;
  // A status this sync could not set anyway is no news.
  const beyondUs =
    known.disabledBy === "operator" || ((known.protected || known.operator) && wishedStatus === "disabled");
  if (wishedStatus !== null && wishedStatus !== pin.status && !beyondUs) return false;
  if (diffState(pin.fields, wish) !== null) return false;
  if (!wishedMemberships.sameAs(match.source, known.id, pin.memberships)) return false;
  context.issues.add("skipped", "pinned", {
    kind: "users",
    key: match.source.unionId,
    id: known.id,
    label: known.name,
  });
  return true;
}
