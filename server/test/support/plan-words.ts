import type { Change, Plan } from "../../src/core/sync/plan-types.ts";

/** A plan as a list of words, so that a test compares it whole. */
export function steps(changes: readonly Change[]): string[] {
  return changes.map((change) => {
    if (change.kind === "memberships") return `${change.verb} ${change.reason}`;
    const keys = change.after === null ? [] : Object.keys(change.after);
    return change.verb === "create"
      ? `create ${change.label}`
      : `${change.verb} ${change.label}: ${keys.join(" ")} (${change.reason})`;
  });
}

/** What a plan says about single records, in its order. */
export function codes(planned: Plan): string[] {
  return planned.issues.map(({ severity, code, label }) => `${severity} ${code} ${label}`);
}
