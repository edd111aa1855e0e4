import type { Timing } from "../../src/connectors/feishu/timing.ts";

/** Time for tests: stands still while anybody works and jumps to the next waker once everybody sleeps. */
export function virtualTiming(): Timing {
  let now = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  let pumping = false;

  const pump = () => {
    pumping = false;
    const earliest = Math.min(...sleepers.map(({ at }) => at));
    const due = sleepers.filter(({ at }) => at === earliest);
    sleepers = sleepers.filter(({ at }) => at !== earliest);
    now = Math.max(now, earliest);
    for (const { wake } of due) wake();
    schedule();
  };
  const schedule = () => {
    if (pumping || sleepers.length === 0) return;
    pumping = true;
    setImmediate(pump);
  };

  return {
    now: () => now,
    random: () => 0.5,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const wake = () => {
          signal.removeEventListener("abort", stop);
          resolve();
        };
        const stop = () => {
          sleepers = sleepers.filter((sleeper) => sleeper.wake !== wake);
          reject(signal.reason);
        };
        signal.addEventListener("abort", stop, { once: true });
        sleepers.push({ at: now + Math.max(0, milliseconds), wake });
        schedule();
      }),
  };
}
