import type { Instant } from "../../core/kernel/ids.ts";
import { plus } from "../../platform/clock/clock.ts";
import { type DeliveryParts, deliverLogouts } from "./deliver-logouts.ts";
import { forgetLogins } from "./login-store.ts";
import { forgetState } from "./state-store.ts";

export interface BackgroundParts extends DeliveryParts {
  /** Ends sign-ins of people whom an application's access no longer admits. */
  readonly endLostAccess: (now: Instant) => Promise<unknown>;
}

/** What time does to sign-ins by itself. Every process does it; the database shares the work out. */
export interface Background {
  /** Does what is due now. */
  tick(): Promise<void>;
  start(): void;
  /** Lets what is under way end. */
  stop(): Promise<void>;
}

const EVERY_MS = 500;
const ACCESS_EVERY_MS = 30_000;
const HOUSE_EVERY_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** Settled sign-ins stay for so long, for whoever asks why an application was not told. */
const LOGINS_STAY_MS = 30 * DAY_MS;

export function makeBackground(parts: BackgroundParts): Background {
  const { db, clock, keys, log } = parts;
  const due = (everyMs: number) => {
    let last: number | undefined;
    return () => {
      const now = Date.parse(clock.now());
      if (last !== undefined && Math.abs(now - last) < everyMs) return false;
      last = now;
      return true;
    };
  };
  const accessDue = due(ACCESS_EVERY_MS);
  const houseDue = due(HOUSE_EVERY_MS);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const keepHouse = async (now: Instant) => {
    if (accessDue()) await parts.endLostAccess(now);
    if (!houseDue()) return;
    await keys.turn();
    await forgetState(db, now);
    await forgetLogins(db, plus(now, -LOGINS_STAY_MS));
  };
  const tick = async () => {
    try {
      await keepHouse(clock.now());
    } finally {
      // Whatever went wrong there, who has signed out is told.
      await deliverLogouts(parts);
    }
  };
  const loop = () => {
    timer = setTimeout(() => {
      running = tick()
        .catch((error: unknown) => log.error({ err: error }, "ended sign-ins could not be told"))
        .then(() => {
          if (!stopped) loop();
        });
    }, EVERY_MS).unref();
  };
  return {
    tick,
    start: loop,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
