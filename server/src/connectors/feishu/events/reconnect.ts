/** How Feishu wants its clients to behave (feishu contract 9.1), in seconds. */
export interface Pace {
  readonly pingSeconds: number;
  /** The longest wait between two attempts. */
  readonly intervalSeconds: number;
  /** The first wait is drawn from 0 to this, so that not everybody comes back at once. */
  readonly nonceSeconds: number;
}

/** What the official clients take where Feishu does not say. */
export const DEFAULT_PACE: Pace = { pingSeconds: 120, intervalSeconds: 120, nonceSeconds: 30 };

/**
 * How long to wait before an attempt: drawn from 0 to a bound that begins with Feishu's nonce and doubles up to its interval.
 *
 * @param attempt 1 for the first after a connection was there, or was tried
 * @param random from 0 up to 1
 */
export function waitBefore(attempt: number, { intervalSeconds, nonceSeconds }: Pace, random: number): number {
  if (attempt === 1) return nonceSeconds * 1000 * random;
  // Without a nonce the second attempt would follow at once, and so would every other.
  const bound = Math.min(intervalSeconds, Math.max(nonceSeconds, 1) * 2 ** Math.min(attempt - 1, 20));
  return bound * 1000 * (0.5 + random / 2);
}
