/** Work that goes on side by side, a bounded number at a time. */
export interface Lanes {
  /** Waits for a free lane and begins; work must not throw. */
  begin(work: () => Promise<void>): Promise<void>;
  /** Waits for all that was begun. */
  settled(): Promise<void>;
}

export function makeLanes(count: number): Lanes {
  const running = new Set<Promise<void>>();
  return {
    async begin(work) {
      while (running.size >= count) await Promise.race(running);
      const run = work().finally(() => running.delete(run));
      running.add(run);
    },
    async settled() {
      await Promise.all(running);
    },
  };
}
