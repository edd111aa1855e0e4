/**
 * The emulator's time in epoch milliseconds: the machine's or a test's own, moved and sped up by the control API.
 * Everything that waits (limits, tokens, retries, deadlines of pushes) waits by this clock.
 */
export class Clock {
  readonly #source: () => number;
  readonly #observers = new Set<() => void>();
  /** Where the clock stood, and where its source stood, when it was last set. */
  #base: number;
  #origin: number;
  #speed = 1;

  constructor(source: () => number = Date.now) {
    this.#source = source;
    this.#base = source();
    this.#origin = this.#base;
  }

  now(): number {
    return Math.round(this.#base + (this.#source() - this.#origin) * this.#speed);
  }

  /** How many of its seconds pass in one of the source's; 0 = it stands still. */
  get speed(): number {
    return this.#speed;
  }

  advance(milliseconds: number): void {
    this.#set(this.now() + milliseconds, this.#speed);
  }

  setTo(epochMilliseconds: number): void {
    this.#set(epochMilliseconds, this.#speed);
  }

  runAt(speed: number): void {
    this.#set(this.now(), speed);
  }

  /** Back to the source's own time and pace. */
  follow(): void {
    this.#set(this.#source(), 1);
  }

  /** Calls back whenever the clock was moved or changed its pace. */
  observe(observer: () => void): void {
    this.#observers.add(observer);
  }

  #set(now: number, speed: number): void {
    this.#origin = this.#source();
    this.#base = now;
    this.#speed = speed;
    for (const observer of this.#observers) observer();
  }
}
