import { expect, it } from "vitest";
import { countOfKind, removalsIn, tileCounts } from "./change-words.ts";
import { fieldDiffs } from "./field-diff.ts";
import { historyBars } from "./history-bars.ts";
import { actsOn, changedBy, failedIn, skippedIn } from "./run-status.ts";
import type { RunInHistory, Tally } from "./types.ts";

const nothing = {
  created: 0,
  updated: 0,
  disabled: 0,
  restored: 0,
  deleted: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
};
const counts = (users: Partial<typeof nothing> = {}, memberships: Partial<typeof nothing> = {}) => ({
  users: { ...nothing, ...users },
  departments: nothing,
  memberships: { ...nothing, ...memberships },
});

const tally: Tally = {
  changes: [
    { kind: "users", verb: "create", outcome: "planned", count: 3 },
    { kind: "users", verb: "deactivate", outcome: "planned", count: 2 },
    { kind: "users", verb: "deactivate", outcome: "held", count: 40 },
    { kind: "departments", verb: "remove", outcome: "planned", count: 1 },
    { kind: "memberships", verb: "add_member", outcome: "planned", count: 5 },
    { kind: "memberships", verb: "remove_member", outcome: "planned", count: 4 },
    { kind: "users", verb: "move", outcome: "planned", count: 1 } as never,
  ],
  issues: [
    { severity: "skipped", code: "protected", kind: "users", count: 7 },
    { severity: "note", code: "no_email", kind: "users", count: 9 },
  ],
};

it("sorts verbs and skipped records onto the five tiles, for all kinds or one", () => {
  expect(tileCounts(tally, undefined)).toEqual({ create: 3, update: 10, disable: 42, delete: 1, skipped: 7 });
  expect(tileCounts(tally, "users")).toEqual({ create: 3, update: 1, disable: 42, delete: 0, skipped: 7 });
  expect(countOfKind(tally, "memberships")).toBe(9);
});

it("counts as removals only what applying takes away at once: no held ones, no memberships", () => {
  expect(removalsIn(tally)).toBe(3);
});

it("tells the fields that differ, attributes one by one, and no ids of links", () => {
  const change = {
    before: { name: "Ann", mobile: null, attributes: { city: "Paris", level: 3 }, link: { open_id: "ou_1" } },
    after: { name: "Ann", mobile: "+33 1", attributes: { city: "Lyon", level: 3 }, leaders: ["a", "b"] },
  };
  expect(fieldDiffs(change)).toEqual([
    { field: "mobile", before: null, after: "+33 1" },
    { field: "city", before: "Paris", after: "Lyon" },
    { field: "leaders", before: null, after: "a, b" },
  ]);
  expect(fieldDiffs({ before: { name: "Ann" }, after: null })).toEqual([{ field: "name", before: "Ann", after: null }]);
});

const run = (id: string, part: Partial<RunInHistory> = {}): RunInHistory => ({
  id,
  trigger: "manual",
  status: "succeeded",
  counts: counts(),
  started_at: "2026-11-23T02:00:00.000Z",
  finished_at: null,
  ...part,
});

it("draws runs oldest first, the tallest in full, a broken one as such", () => {
  const bars = historyBars([run("2", { status: "failed" }), run("1", { counts: counts({ created: 100 }) })]);
  expect(bars.map(({ id, changedHeight, broken }) => [id, changedHeight, broken])).toEqual([
    ["1", 1, false],
    ["2", 0, true],
  ]);
});

it("offers what can be done about a run, and nothing else", () => {
  const base = { coverage: null, target: { kind: "all" as const } };
  const done = counts({ created: 2, failed: 1, skipped: 4 }, { deleted: 1 });
  expect([changedBy(done), failedIn(done), skippedIn(done)]).toEqual([3, 1, 4]);
  expect(actsOn({ ...base, status: "running", counts: done })).toEqual({
    cancel: true,
    decide: false,
    revert: false,
    retry: false,
  });
  expect(actsOn({ ...base, status: "partially_succeeded", counts: done })).toMatchObject({ revert: true, retry: true });
  expect(actsOn({ ...base, status: "waiting_for_approval", counts: counts() })).toMatchObject({
    decide: true,
    revert: false,
    retry: false,
  });
});
