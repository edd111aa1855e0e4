import type { ScheduleView } from "@larkbridge/contract";

export const SCHEDULE_KINDS = ["manual", "daily", "weekly", "monthly", "interval"] as const;
export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** A schedule of another kind, keeping what both kinds know: somebody who tries kinds loses no time of day. */
export function withKind(before: ScheduleView, kind: ScheduleView["kind"]): ScheduleView {
  const at = "at" in before ? before.at : "02:00";
  switch (kind) {
    case "manual":
      return { kind };
    case "daily":
      return { kind, at };
    case "weekly":
      return { kind, day: before.kind === "weekly" ? before.day : "monday", at };
    case "monthly":
      return { kind, day: before.kind === "monthly" ? before.day : 1, at };
    case "interval":
      return { kind, hours: before.kind === "interval" ? before.hours : 24 };
  }
}

/** What of the settings does not fit, as keys of `form.problem`; the server holds the same rules (product.md 5.10). */
export interface SettingProblems {
  readonly at?: "time";
  readonly hours?: "hours";
  readonly percent?: "percent";
  readonly minimum?: "minimum";
}

/** Finds what the server would refuse, so that it can be said beside the field while one types. */
export function problemsOf(settings: {
  readonly schedule: ScheduleView;
  readonly guard: { readonly percent: number | null; readonly minimum: number | null };
}): SettingProblems {
  const { schedule, guard } = settings;
  const wholeWithin = (value: number | null, least: number, most: number) =>
    value !== null && Number.isInteger(value) && value >= least && value <= most;
  return {
    ...("at" in schedule && !/^([01]\d|2[0-3]):[0-5]\d$/.test(schedule.at) ? { at: "time" as const } : {}),
    ...(schedule.kind === "interval" && !wholeWithin(schedule.hours, 1, 168) ? { hours: "hours" as const } : {}),
    ...(guard.percent === null || !(guard.percent >= 0 && guard.percent <= 100) ? { percent: "percent" as const } : {}),
    ...(wholeWithin(guard.minimum, 0, 1_000_000) ? {} : { minimum: "minimum" as const }),
  };
}
