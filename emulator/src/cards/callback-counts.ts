import type { PushFailure, PushOutcome } from "../events/outcome.ts";

/** How the callbacks of an app went. */
interface CallbackCount {
  sent: number;
  answered: number;
  failed: Partial<Record<PushFailure, number>>;
}

export class CallbackCounts {
  readonly #counts = new Map<string, CallbackCount>();

  count(appId: string, outcome: PushOutcome): void {
    const count = this.of(appId);
    count.sent += 1;
    if (outcome.kind === "acknowledged") count.answered += 1;
    else count.failed[outcome.cause] = (count.failed[outcome.cause] ?? 0) + 1;
    this.#counts.set(appId, count);
  }

  of(appId: string): CallbackCount {
    return this.#counts.get(appId) ?? { sent: 0, answered: 0, failed: {} };
  }
}
