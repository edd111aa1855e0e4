import { LANGUAGE_TAGS, type Language } from "./language.ts";

/** "1,296" in both languages. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(LANGUAGE_TAGS[language]).format(value);
}

/** A whole moment with its zone, for tooltips and exports: "24 Nov 2026, 02:00:05 GMT+8". */
export function formatFull(at: Date, language: Language): string {
  return new Intl.DateTimeFormat(LANGUAGE_TAGS[language], {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).format(at);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A moment as people say it: within the hour relative ("3 minutes ago"), today and the day beside it with the hour
 * ("Today 02:00"), else the date. `now` is handed in; both are in the reader's own time zone.
 */
export function formatMoment(at: Date, now: Date, language: Language): string {
  const tag = LANGUAGE_TAGS[language];
  const ago = now.getTime() - at.getTime();
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  if (Math.abs(ago) < MINUTE) return relative.format(0, "second");
  if (Math.abs(ago) < HOUR) return relative.format(-Math.round(ago / MINUTE), "minute");
  const clock = new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY);
  if (Math.abs(days) <= 1) return `${capitalise(relative.format(days, "day"))} ${clock}`;
  const sameYear = at.getFullYear() === now.getFullYear();
  const date = new Intl.DateTimeFormat(tag, {
    month: "short",
    day: "numeric",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(at);
  return `${date} ${clock}`;
}

/** How long something took: "41 s", "3 min 20 s", "2 h 5 min". `ms` in milliseconds. */
export function formatDuration(ms: number, language: Language): string {
  const words = language === "zh" ? { h: " 小时", min: " 分", s: " 秒" } : { h: " h", min: " min", s: " s" };
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)}${words.s}`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}${words.s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${words.min} ${seconds % 60}${words.s}`;
  return `${Math.floor(minutes / 60)}${words.h} ${minutes % 60}${words.min}`;
}

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
