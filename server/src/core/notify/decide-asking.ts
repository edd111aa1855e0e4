import type { Instant } from "../kernel/ids.ts";

/** Calls and messages one token may ask for; a person's console stays far below. */
const WINDOWS = [
  { lengthMs: 60_000, calls: 60, messages: Number.POSITIVE_INFINITY },
  { lengthMs: 3600_000, calls: Number.POSITIVE_INFINITY, messages: 50_000 },
] as const;

/** The longest window; what was asked before it counts for nothing. */
export const ASKING_WINDOW_MS = 3600_000;

/** What a sender asked for earlier. */
export interface Asked {
  readonly at: Instant;
  readonly messages: number;
}

/**
 * Seconds a sender has to wait before asking for so many messages more; 0: none.
 *
 * @param earlier within the longest window, the oldest first
 * @param since milliseconds from a time until now
 */
export function secondsToWait(earlier: readonly Asked[], messages: number, since: (at: Instant) => number): number {
  let waitMs = 0;
  for (const window of WINDOWS) {
    const inside = earlier.filter(({ at }) => since(at) < window.lengthMs);
    let calls = inside.length + 1;
    let sum = inside.reduce((total, asked) => total + asked.messages, messages);
    // The oldest leave first; one call alone larger than the window is admitted once all others have left.
    for (const asked of inside) {
      if (calls <= window.calls && sum <= window.messages) break;
      waitMs = Math.max(waitMs, window.lengthMs - since(asked.at));
      calls -= 1;
      sum -= asked.messages;
    }
  }
  return Math.ceil(waitMs / 1000);
}
