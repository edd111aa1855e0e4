const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long to wait after the first, second … failed attempt: a little more than a day in all. */
const WAITS_MS = [
  ...[5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS],
  ...[HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 10 * HOUR_MS],
] as const;
const LONGEST_WISH_MS = HOUR_MS;
const OFF_AFTER_MS = 3 * DAY_MS;

/**
 * Decides how long to wait before a failed delivery is tried again; null when it is given up. Attempts count, and not the time since the
 * event: what had to wait for its turn has not been tried yet.
 *
 * @param attempts how many were made, this one included
 * @param wish how long the receiver asks to be left alone (RFC 9110, Retry-After); heard up to an hour
 */
export function nextAttempt(attempts: number, wish: number | null): number | null {
  const wait = WAITS_MS[attempts - 1];
  return wait === undefined ? null : Math.max(wait, Math.min(wish ?? 0, LONGEST_WISH_MS));
}

/** Decides whether a receiver is given up: nothing has arrived for three days. */
export function isGivenUp(failingMs: number): boolean {
  return failingMs >= OFF_AFTER_MS;
}
