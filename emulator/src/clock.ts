/** The emulator's time in epoch milliseconds: the machine's, shifted by the control API, or a test's own. */
export class Clock {
  readonly #source: () => number;
  #shift = 0;

  constructor(source: () => number = Date.now) {
    this.#source = source;
  }

  now(): number {
    return this.#source() + this.#shift;
  }

  advance(milliseconds: number): void {
    this.#shift += milliseconds;
  }

  setTo(epochMilliseconds: number): void {
    this.#shift = epochMilliseconds - this.#source();
  }

  /** Back to the source's own time. */
  follow(): void {
    this.#shift = 0;
  }
}
