import { keepDoing } from "../../../platform/clock/keep-doing.ts";
import { type ComeAgain, makeConsumer } from "./consume.ts";
import { seeToFullRuns } from "./full-run-duty.ts";
import { type LiveState, readLiveState } from "./live-state-reader.ts";
import type { LiveDeps } from "./ports.ts";

/** Live changes: what Feishu tells becomes a look at what it names. */
export interface Live {
  /** There is news for a connection. Whoever forgets to say so is found out within two seconds. */
  wake(connectionId: string): void;
  read(connectionId: string): Promise<LiveState>;
  /** No more looks; a reading is broken off, what is being applied ends first. */
  stop(): Promise<void>;
}

/** How often it is looked whether something waits: what a process left behind that died, or came without a word. */
const POLL_MS = 2_000;

/** Begins to look at what events name, beside every other process, one at a time. */
export function startLive(deps: LiveDeps): Live {
  const consumer = makeConsumer(deps);
  const stopping = new AbortController();
  let news = false;
  let working: Promise<void> | null = null;
  let again: NodeJS.Timeout | undefined;
  let closedUntil = 0;

  async function work(): Promise<void> {
    while (news && !stopping.signal.aborted) {
      news = false;
      const next = await consumer.consume(stopping.signal).catch((error: unknown): ComeAgain => {
        if (!stopping.signal.aborted) deps.onError("events could not be looked at", error);
        return { afterMs: POLL_MS, notBefore: true };
      });
      if (next.afterMs === null) continue;
      if (next.notBefore) closedUntil = performance.now() + next.afterMs;
      clearTimeout(again);
      again = setTimeout(begin, next.afterMs).unref();
      if (next.notBefore) return;
    }
  }
  function begin(): void {
    // A timer may fire a little early.
    if (stopping.signal.aborted || performance.now() < closedUntil - 1) return;
    news = true;
    working ??= work().finally(() => {
      working = null;
    });
  }
  const polling = keepDoing(
    async () => {
      const connection = await deps.findConnection();
      if (connection === undefined) return;
      await seeToFullRuns(deps, connection);
      begin();
    },
    () => POLL_MS,
    (error) => deps.onError("events and sweeps could not be seen to", error),
  );
  return {
    wake: begin,
    read: (connectionId) => readLiveState(deps.database.kysely, connectionId),
    async stop() {
      stopping.abort(new Error("the server stops"));
      clearTimeout(again);
      await polling.stop();
      await working;
    },
  };
}
