import { expect, it } from "vitest";
import { problemsOf, withKind } from "./schedule.ts";

const guard = { percent: 5, minimum: 5 };

it("keeps the time of day while somebody tries kinds of schedule", () => {
  const weekly = withKind({ kind: "daily", at: "04:30" }, "weekly");
  expect(weekly).toEqual({ kind: "weekly", day: "monday", at: "04:30" });
  expect(withKind(weekly, "monthly")).toEqual({ kind: "monthly", day: 1, at: "04:30" });
  expect(withKind({ kind: "interval", hours: 6 }, "daily")).toEqual({ kind: "daily", at: "02:00" });
  expect(withKind(weekly, "manual")).toEqual({ kind: "manual" });
});

it.each([
  [{ schedule: { kind: "daily", at: "" }, guard }, { at: "time" }],
  [{ schedule: { kind: "daily", at: "24:00" }, guard }, { at: "time" }],
  [{ schedule: { kind: "interval", hours: 0 }, guard }, { hours: "hours" }],
  [{ schedule: { kind: "interval", hours: 1.5 }, guard }, { hours: "hours" }],
  [{ schedule: { kind: "interval", hours: 169 }, guard }, { hours: "hours" }],
  [{ schedule: { kind: "manual" }, guard: { percent: 101, minimum: 5 } }, { percent: "percent" }],
  [
    { schedule: { kind: "manual" }, guard: { percent: null, minimum: null } },
    { percent: "percent", minimum: "minimum" },
  ],
  [{ schedule: { kind: "interval", hours: 168 }, guard: { percent: 0, minimum: 0 } }, {}],
] as const)("judges %j as the server does", (settings, problems) => {
  expect(problemsOf(settings)).toEqual(problems);
});
