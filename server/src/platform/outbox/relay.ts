import type { DomainEvent, OutboxStore } from "./outbox-store.ts";

/** Somebody who wants to hear of events. Hearing one twice must be harmless; throwing means "later, again". */
export interface Listener {
  readonly topics: readonly string[];
  hear(event: DomainEvent): Promise<void>;
}

const BATCH = 500;
const PAUSE_MS = 1000;

/** The relay at work. */
export interface Relay {
  /** Hands on everything that waits now; returns how many. */
  drain(): Promise<number>;
  /** Begins to look for events every second. */
  start(): void;
  /** Stops looking and waits for the batch at hand. */
  stop(): Promise<void>;
}

/** @param onError told when listening or the database failed; the events wait for the next round */
export function makeRelay(
  outbox: OutboxStore,
  listeners: readonly Listener[],
  onError: (error: unknown) => void,
): Relay {
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<unknown> = Promise.resolve();
  let stopped = true;

  async function drain(): Promise<number> {
    let total = 0;
    for (;;) {
      const handed = await outbox.handOn(BATCH, tell);
      total += handed;
      if (handed < BATCH || stopped) return total;
    }
  }
  async function tell(events: readonly DomainEvent[]): Promise<void> {
    for (const event of events) {
      for (const listener of listeners) if (listener.topics.includes(event.topic)) await listener.hear(event);
    }
  }
  function next(): void {
    timer = setTimeout(() => {
      round = drain()
        .catch(onError)
        .finally(() => {
          if (!stopped) next();
        });
    }, PAUSE_MS);
  }
  return {
    drain,
    start() {
      if (!stopped) return;
      stopped = false;
      next();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
