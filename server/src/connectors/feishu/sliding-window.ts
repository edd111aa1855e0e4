/**
 * How long a request is taken to travel at most. What counts for the platform is when a request arrives, which lies between
 * its start and its answer; until the answer comes, the start plus this stands for it.
 */
export const TRAVEL_MS = 60;

/** Remembers the last `count` requests, to tell when the next one keeps every window of `length` within `count`. */
export class SlidingWindow {
  readonly #length: number;
  /** When each arrived at the latest. */
  readonly #arrivals: Float64Array;
  #oldest = 0;

  /**
   * @param count requests allowed in any window
   * @param length of the window in milliseconds
   */
  constructor(count: number, length: number) {
    this.#length = length;
    this.#arrivals = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  }

  /** The earliest time at which one more request may start; may lie in the past. */
  nextStart(): number {
    return (this.#arrivals[this.#oldest] as number) + this.#length;
  }

  /** Whether all it remembers is over. */
  isIdle(now: number): boolean {
    return this.#arrivals.every((arrival) => arrival + this.#length <= now);
  }

  /** Notes a start. Returns what to call once the answer is there, with the time. */
  take(now: number): (answered: number) => void {
    const slot = this.#oldest;
    const latest = now + TRAVEL_MS;
    this.#arrivals[slot] = latest;
    this.#oldest = (slot + 1) % this.#arrivals.length;
    return (answered) => {
      // A very late answer may find the slot used by a later request.
      if (this.#arrivals[slot] === latest) this.#arrivals[slot] = Math.min(latest, answered);
    };
  }
}
