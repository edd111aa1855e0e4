import type { Clock } from "./clock.ts";

interface Entry {
  readonly due: number;
  /** Entries of one moment run in the order they were made. */
  readonly place: number;
  /** Undefined once called off. */
  run: (() => void) | undefined;
}

/** The longest wait a timer of Node takes. */
const LONGEST_WAIT_MS = 0x7fffffff;

/** What is to happen when, by the emulator's clock: moving the clock runs what fell due, at the new time. */
export class Timeline {
  readonly #clock: Clock;
  /** A binary heap, the earliest entry first. */
  #heap: Entry[] = [];
  #made = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    clock.observe(() => this.#catchUp());
  }

  /**
   * Runs something once `due` (epoch milliseconds) has come, never before this call has returned.
   *
   * @returns calls it off
   */
  at(due: number, run: () => void): () => void {
    const entry: Entry = { due, place: this.#made, run };
    this.#made += 1;
    this.#push(entry);
    if (this.#heap[0] === entry) this.#arm();
    return () => {
      entry.run = undefined;
    };
  }

  /** Forgets everything that was to happen. */
  clear(): void {
    this.#heap = [];
    clearTimeout(this.#timer);
  }

  #catchUp(): void {
    const now = this.#clock.now();
    for (let next = this.#heap[0]; next !== undefined && next.due <= now; next = this.#heap[0]) {
      this.#pop();
      next.run?.();
    }
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const [next] = this.#heap;
    const { speed } = this.#clock;
    if (next === undefined || speed === 0) return;
    const wait = Math.max(1, Math.ceil((next.due - this.#clock.now()) / speed));
    this.#timer = setTimeout(() => this.#catchUp(), Math.min(wait, LONGEST_WAIT_MS)).unref();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (!isBefore(entry, heap[above] as Entry)) break;
      heap[at] = heap[above] as Entry;
      at = above;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const smaller = right < heap.length && isBefore(heap[right] as Entry, heap[left] as Entry) ? right : left;
      if (!isBefore(heap[smaller] as Entry, last)) break;
      heap[at] = heap[smaller] as Entry;
      at = smaller;
    }
    heap[at] = last;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.due < other.due || (one.due === other.due && one.place < other.place);
}
