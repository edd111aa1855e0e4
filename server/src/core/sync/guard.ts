import type { DirectoryUser } from "../directory/types.ts";
import { removalLimit } from "../kernel/removal-limit.ts";
import type { DepartmentTree } from "./department-tree.ts";
import type { UserMatches } from "./match-users.ts";
import type { PlanContext } from "./plan-context.ts";
import type { Change, GuardReason, UserChange } from "./plan-types.ts";
import type { SyncHistory } from "./snapshot.ts";

/** A fall of the people seen by more than this asks an operator (product.md 5.3 c). */
const VISIBLE_FALL = 0.2;

/**
 * Finds what forbids the plan altogether (product.md 5.3, last paragraph, and S17): nothing may be applied then.
 */
export function blockingReasons(
  context: PlanContext,
  tree: DepartmentTree,
  people: UserMatches,
): readonly GuardReason[] {
  const { source, index } = context;
  const reasons: GuardReason[] = [];
  const missing = unreadableLockedFields(context);
  if (missing.length > 0) reasons.push({ code: "locked_fields_unreadable", detail: { fields: missing } });
  if (tree.cycle.length > 0)
    reasons.push({ code: "department_cycle", detail: { departments: tree.cycle.slice(0, 20) } });
  if (source.target.kind !== "all") return reasons;

  const { range } = source.coverage;
  if (range.mode === "partial" && range.departments.length + range.users.length === 0) {
    return [...reasons, { code: "contact_range_empty", detail: {} }];
  }
  const linked = index.snapshot.users.filter(isLinkedAndPresent);
  const atStake = index.snapshot.users.filter(
    (user) => user.status !== "deleted" && !user.protected && !user.operator,
  ).length;
  if (people.matches.length === 0 && context.everythingRead && atStake > 0) {
    return [...reasons, { code: "source_empty", detail: { accounts: atStake } }];
  }
  const known = people.matches.filter((match) => match.by === "link").length;
  // Another tenant: our people are unknown there, and its people unknown here. Growth alone leaves ours known.
  if (
    linked.length > 0 &&
    people.matches.length > 0 &&
    known * 2 < linked.length &&
    known * 2 < people.matches.length &&
    context.everythingRead
  ) {
    reasons.push({ code: "unknown_tenant", detail: { linked: linked.length, seen: people.matches.length, known } });
  }
  return reasons;
}

/**
 * Finds what makes the removals of a plan wait for an operator (product.md 5.3 a-d). The rest of the plan is applied.
 *
 * @param removals every removal the plan would make
 * @param changes everything else it would do
 */
export function holdingReasons(
  context: PlanContext,
  history: SyncHistory,
  removals: readonly Change[],
  changes: readonly Change[],
): readonly GuardReason[] {
  const reasons: GuardReason[] = [];
  const people = removals.filter((change) => change.kind === "users").length;
  const removal = removalGuard(people, context.policy.guard, history);
  if (removal) reasons.push(removal);
  if (context.rangeLoss) {
    const { departments, users, wasAll } = context.rangeLoss;
    reasons.push({
      code: "contact_range_shrunk",
      detail: { was_all: wasAll, departments: departments.slice(0, 50), users: users.slice(0, 50) },
    });
  }
  const before = history.lastUsersRead;
  const now = context.source.coverage.usersRead;
  if (context.everythingRead && before !== null && now < before * (1 - VISIBLE_FALL)) {
    reasons.push({ code: "visible_people_fell", detail: { before, now } });
  }
  const mass = massAttributeChange(context, changes);
  if (mass) reasons.push(mass);
  return reasons;
}

/**
 * The rolling guard: removals of the last 24 hours, applied plus planned, against
 * max(minimum, percent of the accounts linked and active when the window began).
 */
export function removalGuard(
  planned: number,
  limits: { readonly percent: number; readonly minimum: number },
  history: Pick<SyncHistory, "recentRemovals" | "linkedActiveAtWindowStart">,
): GuardReason | null {
  const limit = removalLimit(limits, history.linkedActiveAtWindowStart);
  if (planned === 0 || planned + history.recentRemovals <= limit) return null;
  return { code: "removal_guard", detail: { planned, recent: history.recentRemovals, limit } };
}

/** One attribute changing for more than half of the people (a rule edit, a fault upstream). Filling an empty one is no change. */
function massAttributeChange(context: PlanContext, changes: readonly Change[]): GuardReason | null {
  // A narrow target sees a few people, and those may well all change.
  if (context.source.target.kind !== "all") return null;
  const people = context.index.snapshot.users.filter(isLinkedAndPresent).length;
  const threshold = Math.max(context.policy.guard.minimum, people / 2);
  const counts = new Map<string, number>();
  for (const change of changes) {
    if (change.kind !== "users" || change.verb === "create") continue;
    for (const key of changedAttributes(change)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [attribute, count] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [];
  if (attribute === undefined || count === undefined || count <= threshold) return null;
  return { code: "mass_attribute_change", detail: { attribute, count, people } };
}

const NOT_ATTRIBUTES = new Set(["status", "disabledBy", "link", "pin"]);

function changedAttributes(change: Exclude<UserChange, { verb: "create" }>): readonly string[] {
  const keys: string[] = [];
  for (const [key, before] of Object.entries(change.before)) {
    if (NOT_ATTRIBUTES.has(key) || before === null) continue;
    if (key !== "attributes") {
      keys.push(key);
      continue;
    }
    const after = change.after.attributes ?? {};
    for (const [name, value] of Object.entries(before as object)) if (value !== after[name]) keys.push(name);
  }
  return keys;
}

/** Step 3's locked fields, which a run cannot do without (S5, S17). */
function unreadableLockedFields({ source }: PlanContext): readonly string[] {
  const { user, department } = source.readable;
  // Single records may all be gone, or be of one kind only: what was not shown needs no field.
  const anybody = source.target.kind !== "records" || source.users.length > 0;
  const anyDepartment = source.target.kind !== "records" || source.departments.length > 0;
  const missing: string[] = [];
  if (anybody && !user.name) missing.push("name");
  if (anybody && !user.email && !user.enterpriseEmail) missing.push("email");
  if (anybody && !user.departments) missing.push("department_ids");
  if (anyDepartment && !department.name) missing.push("department_name");
  return missing;
}

function isLinkedAndPresent(user: DirectoryUser): boolean {
  return user.link !== null && !user.link.tombstone && user.status !== "deleted";
}
