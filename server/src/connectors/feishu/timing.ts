import { setTimeout as sleepFor } from "node:timers/promises";

/** Time as the limiter and the retries see it; tests bring their own. */
export interface Timing {
  /** Milliseconds of a clock that never jumps back. */
  now(): number;
  /** Waits. Rejects with the signal's reason when it fires. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** A number from 0 up to 1, for jitter. */
  random(): number;
}

/** The machine's time. */
export const systemTiming: Timing = {
  now: () => performance.now(),
  async sleep(milliseconds, signal) {
    try {
      await sleepFor(milliseconds, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
  random: () => Math.random(),
};
