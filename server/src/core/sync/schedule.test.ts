import { describe, expect, it } from "vitest";
import { previewRule } from "../../platform/jobs/job-queue.ts";
import type { Instant } from "../kernel/ids.ts";
import { recurrenceRule, type SyncSchedule } from "./schedule.ts";

const next = (schedule: SyncSchedule, timeZone: string, from: string, count = 3) => {
  const rule = recurrenceRule(schedule, timeZone);
  return rule === null ? [] : previewRule(rule, timeZone, from as Instant, count).map((time) => time.slice(0, 16));
};

describe("the next runs of a schedule", () => {
  const table: [string, SyncSchedule, string, string, string[]][] = [
    ["manual: none", { kind: "manual" }, "UTC", "2026-01-01T00:00:00Z", []],
    [
      "daily in the zone's own hours",
      { kind: "daily", at: "02:00" },
      "Asia/Shanghai",
      "2026-01-01T00:00:00Z",
      ["2026-01-01T18:00", "2026-01-02T18:00", "2026-01-03T18:00"],
    ],
    [
      "daily keeps its hour when the clocks go forward",
      { kind: "daily", at: "06:00" },
      "Europe/Berlin",
      "2026-03-28T00:00:00Z",
      ["2026-03-28T05:00", "2026-03-29T04:00", "2026-03-30T04:00"],
    ],
    [
      "and once only when they go back over it",
      { kind: "daily", at: "02:30" },
      "Europe/Berlin",
      "2026-10-24T12:00:00Z",
      ["2026-10-25T00:30", "2026-10-26T01:30", "2026-10-27T01:30"],
    ],
    [
      "weekly",
      { kind: "weekly", day: "monday", at: "09:15" },
      "UTC",
      "2026-01-01T00:00:00Z",
      ["2026-01-05T09:15", "2026-01-12T09:15", "2026-01-19T09:15"],
    ],
    [
      "the 30th of a shorter month is its last day",
      { kind: "monthly", day: 30, at: "02:00" },
      "UTC",
      "2026-01-15T00:00:00Z",
      ["2026-01-30T02:00", "2026-02-28T02:00", "2026-03-30T02:00"],
    ],
    [
      "the 31st too",
      { kind: "monthly", day: 31, at: "02:00" },
      "UTC",
      "2026-01-15T00:00:00Z",
      ["2026-01-31T02:00", "2026-02-28T02:00", "2026-03-31T02:00"],
    ],
    [
      "the 29th in a leap year",
      { kind: "monthly", day: 29, at: "02:00" },
      "UTC",
      "2028-02-01T00:00:00Z",
      ["2028-02-29T02:00", "2028-03-29T02:00", "2028-04-29T02:00"],
    ],
    [
      "the last day",
      { kind: "monthly", day: "last", at: "23:59" },
      "UTC",
      "2026-02-01T00:00:00Z",
      ["2026-02-28T23:59", "2026-03-31T23:59", "2026-04-30T23:59"],
    ],
    [
      "every 6 hours from midnight of the zone",
      { kind: "interval", hours: 6 },
      "Asia/Shanghai",
      "2026-01-01T00:00:00Z",
      ["2026-01-01T04:00", "2026-01-01T10:00", "2026-01-01T16:00"],
    ],
    [
      "every 36 hours from one midnight",
      { kind: "interval", hours: 36 },
      "UTC",
      "2024-01-01T00:00:00Z",
      ["2024-01-02T12:00", "2024-01-04T00:00", "2024-01-05T12:00"],
    ],
  ];
  it.each(table)("%s", (_name, schedule, timeZone, from, expected) => {
    expect(next(schedule, timeZone, from)).toEqual(expected);
  });
});
