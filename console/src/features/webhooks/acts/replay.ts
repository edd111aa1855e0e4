/** What is sent again: what was given up, or whatever was sent. */
export type Which = "failed" | "every";

/** Of what time; deliveries are kept for thirty days. */
export const PERIODS = ["hour", "day", "week", "all"] as const;
export type Period = (typeof PERIODS)[number];

const HOURS: Readonly<Record<Period, number>> = { hour: 1, day: 24, week: 168, all: 30 * 24 };

/** As the server takes it. */
export function replayOf(which: Which, period: Period, now: Date) {
  const since = new Date(now.getTime() - HOURS[period] * 3_600_000).toISOString();
  if (which === "every") return { since };
  return period === "all" ? { failed: true as const } : { failed: true as const, since };
}
