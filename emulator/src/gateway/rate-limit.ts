import { ApiFailure } from "./failure.ts";

/** How often an API may be called; reaching either figure refuses the call (feishu-contract 2.5). */
export interface Tier {
  readonly perSecond?: number;
  readonly perMinute?: number;
}

export const TIER_3: Tier = { perMinute: 100 };
export const TIER_4: Tier = { perSecond: 50, perMinute: 1000 };
export const TIER_6: Tier = { perSecond: 5 };
export const TIER_9: Tier = { perSecond: 50 };
/** "special" tiers are unpublished; the emulator takes the commonest figures for them. */
export const SPECIAL_TIER: Tier = { perSecond: 50, perMinute: 1000 };

/** One sliding window: a ring with the times of the latest `limit` calls that were let through. */
export class Window {
  readonly limit: number;
  readonly #length: number;
  readonly #times: Float64Array;
  #next = 0;

  constructor(limit: number, lengthMs: number) {
    this.limit = limit;
    this.#length = lengthMs;
    this.#times = new Float64Array(limit).fill(Number.NEGATIVE_INFINITY);
  }

  /** Milliseconds until one more call fits; 0 = now. */
  waitAt(now: number): number {
    return Math.max(0, (this.#times[this.#next] as number) + this.#length - now);
  }

  enter(now: number): void {
    this.#times[this.#next] = now;
    this.#next = (this.#next + 1) % this.limit;
  }
}

function windowsOf(tier: Tier): Window[] {
  return [
    ...(tier.perSecond === undefined ? [] : [new Window(tier.perSecond, 1000)]),
    ...(tier.perMinute === undefined ? [] : [new Window(tier.perMinute, 60_000)]),
  ];
}

/** Limits per API and app (there is one tenant). A refused call does not use the window up. */
export class RateLimits {
  enabled: boolean;
  /** Some old APIs answer 400 instead of 429. */
  oldApiStatus: 400 | 429 = 429;
  readonly #windows = new Map<string, Window[]>();

  constructor(enabled: boolean) {
    this.enabled = enabled;
  }

  /**
   * Counts a call.
   *
   * @throws ApiFailure 99991400 with both headers when the API's limit is reached
   */
  admit(api: string, appId: string, tier: Tier, old: boolean, now: number): void {
    if (!this.enabled) return;
    const key = `${appId} ${api}`;
    let windows = this.#windows.get(key);
    if (windows === undefined) {
      windows = windowsOf(tier);
      this.#windows.set(key, windows);
    }
    for (const window of windows) {
      const wait = window.waitAt(now);
      if (wait > 0) throw rateLimited(old ? this.oldApiStatus : 429, window.limit, wait / 1000);
    }
    for (const window of windows) window.enter(now);
  }

  forget(): void {
    this.#windows.clear();
  }
}

/** @param resetSeconds rounded up to one decimal: clients must take a fraction */
export function rateLimited(status: number, limit: number, resetSeconds: number): ApiFailure {
  const reset = String(Math.ceil(resetSeconds * 10 - 1e-6) / 10);
  return new ApiFailure(
    status,
    99991400,
    "request trigger frequency limit",
    {},
    {
      "x-ogw-ratelimit-limit": String(limit),
      "x-ogw-ratelimit-reset": reset,
    },
  );
}

/** The shortest time in seconds in which `calls` calls fit under a tier, the first one at zero. */
export function floorSeconds(calls: number, tier: Tier): number {
  const times = new Float64Array(calls);
  for (let call = 0; call < calls; call += 1) {
    let at = call === 0 ? 0 : (times[call - 1] as number);
    if (tier.perSecond !== undefined && call >= tier.perSecond)
      at = Math.max(at, (times[call - tier.perSecond] as number) + 1);
    if (tier.perMinute !== undefined && call >= tier.perMinute)
      at = Math.max(at, (times[call - tier.perMinute] as number) + 60);
    times[call] = at;
  }
  return calls === 0 ? 0 : (times[calls - 1] as number);
}
