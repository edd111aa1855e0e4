import { setTimeout as pause } from "node:timers/promises";

/** How often work of another process is looked at while somebody waits for it. */
const LOOK_EVERY_MS = 250;

/** Looks until it is done, the time has passed or the signal fires; returns what was seen last. */
export async function waitFor<State>(
  look: () => Promise<State>,
  isDone: (state: State) => boolean,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<State> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const state = await look();
    const left = until - Date.now();
    if (isDone(state) || left <= 0 || signal.aborted) return state;
    await pause(Math.min(LOOK_EVERY_MS, left), undefined, { signal }).catch(() => undefined);
  }
}
