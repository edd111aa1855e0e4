import { describe, expect, it } from "vitest";
import { formatDuration, formatMoment, formatNumber } from "./format.ts";

const now = new Date(2026, 10, 24, 10, 0, 0);

describe("a moment", () => {
  it.each([
    [new Date(2026, 10, 24, 9, 57), "3 minutes ago", "3分钟前"],
    [new Date(2026, 10, 24, 2, 0), "Today 02:00", "今天 02:00"],
    [new Date(2026, 10, 23, 23, 30), "Yesterday 23:30", "昨天 23:30"],
    [new Date(2026, 10, 25, 2, 0), "Tomorrow 02:00", "明天 02:00"],
    [new Date(2026, 10, 8, 2, 0), "Nov 8 02:00", "11月8日 02:00"],
    [new Date(2025, 10, 8, 2, 0), "Nov 8, 2025 02:00", "2025年11月8日 02:00"],
  ])("reads as people say it: %s", (at, english, chinese) => {
    expect(formatMoment(at, now, "en")).toBe(english);
    expect(formatMoment(at, now, "zh")).toBe(chinese);
  });
});

it("sets thousands apart in both languages", () => {
  expect([formatNumber(100_000, "en"), formatNumber(100_000, "zh")]).toEqual(["100,000", "100,000"]);
});

it.each([
  [800, "0.8 s"],
  [41_000, "41 s"],
  [200_000, "3 min 20 s"],
  [7_500_000, "2 h 5 min"],
])("tells %i ms as %s", (ms, text) => {
  expect(formatDuration(ms, "en")).toBe(text);
});
