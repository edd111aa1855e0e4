import { expect, it } from "vitest";
import { actsOn, changedBy, countOf, failedIn, removalsIn } from "./run-words.ts";
import type { TargetRun } from "./types.ts";

const none = { created: 0, adopted: 0, updated: 0, renamed: 0, disabled: 0, deleted: 0, unchanged: 0, failed: 0 };
const counts: TargetRun["counts"] = {
  people: { ...none, created: 3, disabled: 2, unchanged: 90, failed: 1 },
  groups: { ...none, created: 1, updated: 4 },
  units: { ...none, deleted: 5, renamed: 1 },
};
const run = {
  status: "succeeded",
  purpose: "run",
  verdict: "applyable",
  counts,
  change_count: 16,
  held_count: 0,
} as const;

it("counts what is done, over all kinds or one of them", () => {
  expect(countOf(counts, "create")).toBe(4);
  expect(countOf(counts, "create", "groups")).toBe(1);
  expect(changedBy(counts)).toBe(16);
  expect(failedIn(counts)).toBe(1);
  expect(removalsIn(counts)).toBe(7);
});

it("offers to apply a preview that has something to do and is not blocked", () => {
  const planned = { ...run, status: "planned", purpose: "preview" } as const;
  expect(actsOn(planned).apply).toBe(true);
  expect(actsOn({ ...planned, change_count: 0, held_count: 2 }).apply).toBe(true);
  expect(actsOn({ ...planned, change_count: 0 }).apply).toBe(false);
  expect(actsOn({ ...planned, verdict: "blocked" }).apply).toBe(false);
  expect(actsOn(run).apply).toBe(false);
});

it("offers to retry what failed, and to stop what runs", () => {
  expect(actsOn({ ...run, status: "partially_succeeded" })).toMatchObject({ retry: true, cancel: false });
  expect(actsOn(run).retry).toBe(false);
  expect(actsOn({ ...run, status: "running" })).toMatchObject({ retry: false, cancel: true });
});
