/** Remembers the last `count` starts, to tell when the next one keeps every window of `length` within `count`. */
export class SlidingWindow {
  readonly #length: number;
  readonly #starts: Float64Array;
  #oldest = 0;

  /**
   * @param count starts allowed in any window
   * @param length of the window in milliseconds
   */
  constructor(count: number, length: number) {
    this.#length = length;
    this.#starts = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  }

  /** The earliest time at which one more start is allowed; may lie in the past. */
  nextStart(): number {
    return (this.#starts[this.#oldest] as number) + this.#length;
  }

  /** Notes a start. Times must not go back. */
  take(now: number): void {
    this.#starts[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#starts.length;
  }
}
