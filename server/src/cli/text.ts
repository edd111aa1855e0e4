import stringWidth from "string-width";

const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Makes a text from outside safe to print on one line: control characters would move the cursor or colour the terminal,
 * direction marks would reorder the line.
 */
export function plain(text: string): string {
  return text.replace(CONTROLS, " ");
}

/** Columns a text takes on a terminal; Chinese characters and emoji take two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Cuts a text to so many columns, with an ellipsis where something is lost; never through a character. */
export function fit(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

const numbers = new Intl.NumberFormat("en-US");

/** 12345 → "12,345". */
export function count(value: number): string {
  return numbers.format(value);
}

/** "1 person", "2 people". */
export function plural(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 2026-11-23T09:08:07.123Z → "2026-11-23 09:08:07 UTC". */
export function time(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}

/** Time from one instant to another in words: "0.4 s", "75 s", "1 h 3 min". */
export function duration(from: string, until: string): string {
  const seconds = Math.max(0, (Date.parse(until) - Date.parse(from)) / 1000);
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
