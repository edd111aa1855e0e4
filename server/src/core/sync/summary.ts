import type { Change, Counts, Issue, KindSummary, RecordKind } from "./plan-types.ts";

type Tally = { -readonly [Key in keyof KindSummary]: KindSummary[Key] };

const EMPTY: KindSummary = {
  created: 0,
  updated: 0,
  disabled: 0,
  restored: 0,
  deleted: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
};

/** The count a change goes to. */
export function countedAs(change: Pick<Change, "verb">): "created" | "updated" | "disabled" | "restored" | "deleted" {
  switch (change.verb) {
    case "create":
    case "add_member":
      return "created";
    case "update":
    case "move":
    case "link":
      return "updated";
    case "deactivate":
      return "disabled";
    case "reactivate":
      return "restored";
    case "remove":
    case "remove_member":
      return "deleted";
  }
}

/** Counts with nothing in them. */
export function emptyCounts(): Counts {
  return { users: { ...EMPTY }, departments: { ...EMPTY }, memberships: { ...EMPTY } };
}

/**
 * Counts a plan as if all its changes were applied and nothing held. A record is skipped or failed once, however many
 * issues it has.
 */
export function summarize(
  changes: readonly Change[],
  issues: readonly Issue[],
  unchanged: { readonly [Kind in RecordKind]: number },
): Counts {
  const counts: { [Kind in RecordKind]: Tally } = {
    users: { ...EMPTY, unchanged: unchanged.users },
    departments: { ...EMPTY, unchanged: unchanged.departments },
    memberships: { ...EMPTY, unchanged: unchanged.memberships },
  };
  for (const change of changes) counts[change.kind][countedAs(change)]++;
  const seen = new Set<string>();
  for (const issue of issues) {
    if (issue.severity !== "error" && issue.severity !== "skipped") continue;
    const record = `${issue.severity} ${issue.kind} ${issue.key}`;
    if (seen.has(record)) continue;
    seen.add(record);
    counts[issue.kind][issue.severity === "error" ? "failed" : "skipped"]++;
  }
  return counts;
}
