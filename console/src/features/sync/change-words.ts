import type { Change, Tally } from "./types.ts";

/** The words of the five tiles (ux.md 6.2); the last one is about records left alone. */
export const ACTIONS = ["create", "update", "disable", "delete"] as const;
export type Action = (typeof ACTIONS)[number];

export const KINDS = ["users", "departments", "memberships"] as const;
export type Kind = (typeof KINDS)[number];

/** The sign beside the word and the colour: never colour alone. */
export const SIGNS: Readonly<Record<Action | "skipped", string>> = {
  create: "+",
  update: "~",
  disable: "⊘",
  delete: "−",
  skipped: "·",
};

const ACTION_OF: Readonly<Record<Change["verb"], Action>> = {
  create: "create",
  update: "update",
  add_member: "update",
  remove_member: "update",
  move: "update",
  link: "update",
  reactivate: "update",
  deactivate: "disable",
  remove: "delete",
};

/** What people call a verb; the API's filter `action` sorts alike. */
export function actionOf(verb: Change["verb"]): Action {
  return ACTION_OF[verb];
}

/** The number of every tile, of one kind of record or of all. */
export function tileCounts(tally: Tally, kind: Kind | undefined): Readonly<Record<Action | "skipped", number>> {
  const counts = { create: 0, update: 0, disable: 0, delete: 0, skipped: 0 };
  for (const change of tally.changes) {
    if (kind === undefined || change.kind === kind) counts[actionOf(change.verb)] += change.count;
  }
  for (const issue of tally.issues) {
    if (issue.severity === "skipped" && (kind === undefined || issue.kind === kind)) counts.skipped += issue.count;
  }
  return counts;
}

/** How many changes there are of a kind, whatever they do. */
export function countOfKind(tally: Tally, kind: Kind | undefined): number {
  return tally.changes.reduce(
    (sum, change) => sum + (kind === undefined || change.kind === kind ? change.count : 0),
    0,
  );
}

/** Accounts and departments that applying the plan takes away at once; those held are asked about later. */
export function removalsIn(tally: Tally): number {
  return tally.changes.reduce((sum, { kind, verb, outcome, count }) => {
    const removal = kind !== "memberships" && outcome === "planned" && (verb === "deactivate" || verb === "remove");
    return removal ? sum + count : sum;
  }, 0);
}
