import type { Instant } from "../../core/kernel/ids.ts";

/** A time as people in a zone read it, with the zone's name: `2026-05-01 16:00 (Asia/Shanghai)`. */
export function localTime(at: Instant, timeZone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  return `${format.format(Date.parse(at))} (${timeZone})`;
}
