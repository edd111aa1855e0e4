import type { App } from "../apps/app.ts";
import { BoundedMap } from "../bounded-map.ts";
import type { Clock } from "../clock.ts";
import type { Timeline } from "../timeline.ts";
import { disturb, noDisturbance } from "./disturbance.ts";
import type { Envelope } from "./envelope.ts";
import { EventCounts } from "./event-counts.ts";
import { type EventPush, RETRY_MS } from "./event-push.ts";
import type { Forgery } from "./forgery.ts";
import type { PushOutcome } from "./outcome.ts";
import type { Sender } from "./sender.ts";

/** Events kept for the log, about a kilobyte each. */
const MOST_KEPT = 20_000;
/** Events one app may have waiting; beyond it new ones are dropped and counted. */
const MOST_WAITING = 50_000;
/** Pushes to one app that may be unanswered at a time. */
const MOST_IN_FLIGHT = 100;

/** What is on its way to one app. */
interface Lane {
  readonly counts: EventCounts;
  readonly ready: Set<EventPush>;
  waiting: number;
  inFlight: number;
}

/** Takes events to apps at least once: first attempt, retries by the schedule, disturbances on request. */
export class EventQueue {
  readonly disturbance = noDisturbance();
  readonly #clock: Clock;
  readonly #timeline: Timeline;
  readonly #sender: Sender;
  readonly #log = new BoundedMap<string, EventPush>(MOST_KEPT);
  readonly #lanes = new Map<string, Lane>();
  #settled: (() => void)[] = [];
  #emitted = 0;
  #stopped = false;

  constructor(clock: Clock, timeline: Timeline, sender: Sender) {
    this.#clock = clock;
    this.#timeline = timeline;
    this.#sender = sender;
  }

  get log(): Iterable<EventPush> {
    return this.#log.values();
  }

  find(eventId: string): EventPush | undefined {
    return this.#log.get(eventId);
  }

  /** Sets an event on its way. */
  emit(app: App, type: string, envelope: Envelope, forgery?: Forgery): EventPush {
    const lane = this.#laneOf(app.appId);
    const createdAt = this.#clock.now();
    const fate = disturb(this.disturbance, this.#emitted);
    this.#emitted += 1;
    lane.counts.emitted += 1;
    const push: EventPush = {
      eventId: envelope.eventId,
      type,
      app,
      createdAt,
      body: envelope.body,
      forgery,
      attempts: [],
      failures: 0,
      duplicates: fate.duplicate ? 1 : 0,
      state: "waiting",
      due: createdAt + fate.delayMs,
    };
    this.#log.set(push.eventId, push);
    if (fate.drop || lane.waiting >= MOST_WAITING) {
      push.state = "dropped";
      push.due = null;
      lane.counts.dropped += 1;
      return push;
    }
    lane.waiting += 1;
    this.#schedule(push, lane);
    return push;
  }

  /** Pushes a known event once more, as the platform does now and then (trap 28). */
  repeat(push: EventPush): void {
    if (push.state === "in_flight") {
      push.duplicates += 1;
      return;
    }
    const lane = this.#laneOf(push.app.appId);
    if (push.state !== "waiting") lane.waiting += 1;
    lane.counts.duplicated += 1;
    push.state = "waiting";
    push.due = this.#clock.now();
    this.#schedule(push, lane);
  }

  /** Lets held events go. */
  release(): void {
    for (const lane of this.#lanes.values()) this.#pump(lane);
  }

  /** Resolves once nothing is in flight and nothing is due; what waits for its retry does not count. */
  settle(): Promise<void> {
    return new Promise((resolve) => {
      this.#settled.push(resolve);
      this.#tellIfSettled();
    });
  }

  report(appId: string) {
    const { counts, waiting, inFlight } = this.#laneOf(appId);
    return { ...counts, waiting, in_flight: inFlight };
  }

  /** Nothing leaves any more: the platform was reset. */
  stop(): void {
    this.#stopped = true;
    for (const lane of this.#lanes.values()) lane.ready.clear();
    this.#tellIfSettled();
  }

  #schedule(push: EventPush, lane: Lane): void {
    const due = push.due ?? 0;
    if (due <= this.#clock.now()) {
      lane.ready.add(push);
      this.#pump(lane);
      return;
    }
    this.#timeline.at(due, () => {
      // A repetition may have taken its place meanwhile.
      if (push.state !== "waiting" || push.due !== due) return;
      lane.ready.add(push);
      this.#pump(lane);
    });
  }

  #pump(lane: Lane): void {
    if (this.disturbance.hold || this.#stopped) return;
    for (const push of lane.ready) {
      if (lane.inFlight >= MOST_IN_FLIGHT) return;
      lane.ready.delete(push);
      lane.waiting -= 1;
      lane.inFlight += 1;
      push.state = "in_flight";
      push.due = null;
      lane.counts.attempts += 1;
      const { app, body, forgery } = push;
      void this.#sender.send(app, app.push.events, body, forgery).then((outcome) => this.#ended(push, lane, outcome));
    }
  }

  #ended(push: EventPush, lane: Lane, outcome: PushOutcome): void {
    lane.inFlight -= 1;
    const at = this.#clock.now();
    if (outcome.kind === "acknowledged") {
      push.attempts.push({ at, result: "acknowledged" });
      push.state = "acknowledged";
      lane.counts.acknowledged += 1;
      if (push.duplicates > 0) {
        push.duplicates -= 1;
        this.repeat(push);
      }
    } else {
      push.attempts.push({ at, result: outcome.cause, status: outcome.status });
      lane.counts.countFailure(outcome.cause);
      this.#retry(push, lane, at);
    }
    this.#pump(lane);
    this.#tellIfSettled();
  }

  #retry(push: EventPush, lane: Lane, now: number): void {
    const wait = RETRY_MS[push.failures];
    push.failures += 1;
    if (wait === undefined) {
      push.state = "given_up";
      lane.counts.given_up += 1;
      return;
    }
    push.state = "waiting";
    push.due = now + wait;
    lane.waiting += 1;
    lane.counts.retried += 1;
    this.#schedule(push, lane);
  }

  #laneOf(appId: string): Lane {
    let lane = this.#lanes.get(appId);
    if (lane === undefined) {
      lane = { counts: new EventCounts(), ready: new Set(), waiting: 0, inFlight: 0 };
      this.#lanes.set(appId, lane);
    }
    return lane;
  }

  #tellIfSettled(): void {
    const { hold } = this.disturbance;
    const busy = [...this.#lanes.values()].some(({ inFlight, ready }) => inFlight > 0 || (ready.size > 0 && !hold));
    if (busy && !this.#stopped) return;
    const settled = this.#settled;
    this.#settled = [];
    for (const resolve of settled) resolve();
  }
}
