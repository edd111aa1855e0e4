import type { FeishuFailure } from "./failure.ts";
import { SlidingWindow, TRAVEL_MS } from "./sliding-window.ts";
import type { Timing } from "./timing.ts";

/** Calls allowed per API in any second and any minute; `off` where the platform is our own. */
export type RateLimit = { readonly perSecond: number; readonly perMinute: number } | "off";

/**
 * The one limiter of an app. It keeps every API inside its windows, bounds the requests in flight, and lets every caller of
 * an API wait when the platform asked for a pause.
 */
export interface Limiter {
  /**
   * Waits for a turn. Call the returned function once, when the request is over.
   *
   * @param receiver the person a message goes to, or the card that is changed: a window of its own beside the API's
   * @throws the signal's reason
   */
  enter(api: string, signal: AbortSignal, receiver?: string): Promise<() => void>;
  /** Holds all callers of an API back, because Feishu answered 429. */
  pause(api: string, milliseconds: number): void;
}

/** A little longer than a second and a minute: the platform's clock and ours need not tick alike. */
const SECOND_MS = 1_010;
const MINUTE_MS = 60_050;

interface Lane {
  readonly windows: readonly SlidingWindow[];
  pausedUntil: number;
}

/** @param inFlight how many requests of the app may be under way at once */
export function createLimiter(rateLimit: RateLimit, inFlight: number, timing: Timing): Limiter {
  if (inFlight < 1) throw new RangeError("at least one request must be allowed in flight");
  const lanes = new Map<string, Lane>();
  const waiting: (() => void)[] = [];
  let free = inFlight;

  const laneOf = (api: string): Lane => {
    let lane = lanes.get(api);
    if (!lane) {
      const limits = limitsOf(api, rateLimit);
      const windows = limits.map(({ count, length }) => new SlidingWindow(count, length));
      lane = { windows, pausedUntil: Number.NEGATIVE_INFINITY };
      lanes.set(api, lane);
    }
    return lane;
  };
  const receivers = makeReceiverWindows();
  const waitOf = ({ pausedUntil }: Lane, windows: readonly SlidingWindow[]): number => {
    const start = Math.max(pausedUntil, ...windows.map((window) => window.nextStart()));
    return start - timing.now();
  };
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  const enterFlight = (signal: AbortSignal): Promise<void> | undefined => {
    if (free > 0) {
      free--;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener("abort", stop);
        resolve();
      };
      const stop = () => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(signal.reason);
      };
      waiting.push(go);
      signal.addEventListener("abort", stop, { once: true });
    });
  };

  return {
    async enter(api, signal, receiver) {
      signal.throwIfAborted();
      const lane = laneOf(api);
      const own = receiver === undefined || rateLimit === "off" ? [] : [receivers.windowOf(receiver, timing.now())];
      const windows = [...lane.windows, ...own];
      for (;;) {
        const wait = waitOf(lane, windows);
        if (wait > 0) {
          // Answers that come meanwhile may bring the turn forward by as much as a request travels, but by no more.
          await timing.sleep(wait > TRAVEL_MS ? wait - TRAVEL_MS : wait, signal);
          continue;
        }
        const turn = enterFlight(signal);
        if (turn !== undefined) await turn;
        // Others may have used the window up while this caller waited for its turn.
        if (turn === undefined || waitOf(lane, windows) <= 0) break;
        leave();
      }
      const now = timing.now();
      const taken = windows.map((window) => window.take(now));
      return () => {
        const answered = timing.now();
        for (const settle of taken) settle(answered);
        leave();
      };
    },
    pause(api, milliseconds) {
      const lane = laneOf(api);
      lane.pausedUntil = Math.max(lane.pausedUntil, timing.now() + milliseconds);
    },
  };
}

/** Messages to one person, and changes of one card, in a second (feishu contract 7.1). */
const TO_ONE_RECEIVER = 5;
/** Receivers are looked over for idle ones whenever there are so many more. */
const MANY_RECEIVERS = 1_000;

/** Windows by receiver; those that have been open for a second are forgotten. */
function makeReceiverWindows() {
  const windows = new Map<string, SlidingWindow>();
  let tidyAt = MANY_RECEIVERS;
  return {
    windowOf(receiver: string, now: number): SlidingWindow {
      let window = windows.get(receiver);
      if (window === undefined) {
        if (windows.size >= tidyAt) {
          for (const [name, kept] of windows) if (kept.isIdle(now)) windows.delete(name);
          tidyAt = windows.size + MANY_RECEIVERS;
        }
        window = new SlidingWindow(TO_ONE_RECEIVER, SECOND_MS);
        windows.set(receiver, window);
      }
      return window;
    },
  };
}

/** Windows of an API. The HR roster has a tier of its own, 100 a minute (feishu contract 4.1). */
function limitsOf(api: string, rateLimit: RateLimit): readonly { readonly count: number; readonly length: number }[] {
  if (rateLimit === "off") return [];
  const { perSecond, perMinute } = rateLimit;
  if (perSecond < 1 || perMinute < 1) throw new RangeError("rate limits must be at least 1");
  if (api === "ehr/v1/employees") return [{ count: Math.min(100, perMinute), length: MINUTE_MS }];
  return [
    { count: perSecond, length: SECOND_MS },
    { count: perMinute, length: MINUTE_MS },
  ];
}

/** How long one call may wait for 429s in all before they become a failure. */
const PATIENCE_MS = 300_000;

/** Adds up what one call waited for 429s. A 429 never is a failure by itself; five minutes of them are. */
export class Patience {
  #waited = 0;

  /** @throws the failure once the patience is used up */
  spend(failure: FeishuFailure): number {
    const wait = failure.waitMs ?? 1_000;
    this.#waited += Math.max(wait, 100);
    if (this.#waited > PATIENCE_MS) throw failure;
    return wait;
  }
}
