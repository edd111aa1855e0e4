import type { PushFailure } from "./outcome.ts";

/** What became of an app's events, for tests and benchmarks. */
export class EventCounts {
  emitted = 0;
  attempts = 0;
  acknowledged = 0;
  retried = 0;
  duplicated = 0;
  dropped = 0;
  given_up = 0;
  readonly failed: Partial<Record<PushFailure, number>> = {};

  countFailure(cause: PushFailure): void {
    this.failed[cause] = (this.failed[cause] ?? 0) + 1;
  }
}
