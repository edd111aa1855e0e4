const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long to wait after the first, second … failed delivery; the last one goes on. */
const WAITS_MS = [SECOND_MS, 5 * SECOND_MS, 30 * SECOND_MS, 5 * MINUTE_MS, HOUR_MS] as const;
const GIVEN_UP_AFTER_MS = 24 * HOUR_MS;

/**
 * Decides when an application that could not be told of an ended sign-in is told again (OpenID Connect Back-Channel Logout
 * 1.0 section 2.5). Times in milliseconds since 1970; null when it is given up.
 *
 * @param attempts how many failed so far, this one included
 */
export function nextDelivery(attempts: number, endedAt: number, now: number): number | null {
  const wait = WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1] ?? HOUR_MS;
  return now + wait - endedAt > GIVEN_UP_AFTER_MS ? null : now + wait;
}
