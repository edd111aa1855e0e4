/** When a sync runs by itself (S8, product.md 5.10). There is no cron syntax: nobody has to learn one. */
export type SyncSchedule =
  | { readonly kind: "manual" }
  | { readonly kind: "daily"; readonly at: string }
  | { readonly kind: "weekly"; readonly day: Weekday; readonly at: string }
  | { readonly kind: "monthly"; readonly day: number | "last"; readonly at: string }
  | { readonly kind: "interval"; readonly hours: number };

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** Any day that began with a midnight in every zone; intervals that do not divide a day are counted from it. */
const ANCHOR = "20240101T000000";

/**
 * Writes a schedule as a recurrence rule (RFC 5545 section 3.3.10), to be read in the schedule's time zone; null for manual.
 * A month's day beyond its length is the month's last day. Intervals that divide a day start at each midnight, so that they
 * keep their hours when the clocks change; others are counted from one midnight.
 *
 * @param timeZone IANA name; part of the rule only where an interval needs an anchor
 */
export function recurrenceRule(schedule: SyncSchedule, timeZone: string): string | null {
  switch (schedule.kind) {
    case "manual":
      return null;
    case "daily":
      return `FREQ=DAILY;${timeParts(schedule.at)}`;
    case "weekly":
      return `FREQ=WEEKLY;BYDAY=${schedule.day.slice(0, 2).toUpperCase()};${timeParts(schedule.at)}`;
    case "monthly":
      return `FREQ=MONTHLY;${monthDay(schedule.day)};${timeParts(schedule.at)}`;
    case "interval":
      return intervalRule(schedule.hours, timeZone);
  }
}

function timeParts(at: string): string {
  const [hour, minute] = at.split(":").map(Number);
  return `BYHOUR=${hour};BYMINUTE=${minute};BYSECOND=0`;
}

function monthDay(day: number | "last"): string {
  if (day === "last" || day === 31) return "BYMONTHDAY=-1";
  if (day <= 28) return `BYMONTHDAY=${day}`;
  const candidates = Array.from({ length: day - 27 }, (_, at) => 28 + at);
  return `BYMONTHDAY=${candidates.join(",")};BYSETPOS=-1`;
}

function intervalRule(hours: number, timeZone: string): string {
  if (24 % hours !== 0) return `DTSTART;TZID=${timeZone}:${ANCHOR}\nRRULE:FREQ=HOURLY;INTERVAL=${hours}`;
  const times = Array.from({ length: 24 / hours }, (_, at) => at * hours);
  return `FREQ=DAILY;BYHOUR=${times.join(",")};BYMINUTE=0;BYSECOND=0`;
}
