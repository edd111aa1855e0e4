import type { Instant } from "../../core/kernel/ids.ts";

/** Tells the time. */
export interface Clock {
  now(): Instant;
}

/** A clock that stands still until it is moved; for tests and rehearsals. */
export interface FixedClock extends Clock {
  /** Moves the clock forward. */
  advance(milliseconds: number): void;
  /** Puts the clock at a point in time, earlier ones too: machines' clocks do jump back. */
  set(instant: Instant): void;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => instantAt(Date.now()) };

/**
 * @param start RFC 3339; any offset
 * @throws RangeError when `start` is no time
 */
export function fixedClock(start: string): FixedClock {
  let now = parseInstant(start);
  return {
    now: () => now,
    advance(milliseconds) {
      now = plus(now, milliseconds);
    },
    set(instant) {
      now = instant;
    },
  };
}

/** @param milliseconds since 1970-01-01T00:00:00Z */
export function instantAt(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString() as Instant;
}

/**
 * Brings a time with any offset (RFC 3339, section 5.6) to the one form that sorts as text.
 *
 * @throws RangeError when the text is no such time
 */
export function parseInstant(text: string): Instant {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text)) {
    throw new RangeError("not an RFC 3339 time");
  }
  return instantAt(Date.parse(text));
}

/** @param milliseconds may be negative */
export function plus(instant: Instant, milliseconds: number): Instant {
  return instantAt(Date.parse(instant) + milliseconds);
}

/** Milliseconds from the first to the second; negative when the second is earlier. */
export function millisecondsBetween(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from);
}
