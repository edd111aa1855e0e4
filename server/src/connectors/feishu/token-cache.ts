import type { Timing } from "./timing.ts";

/** The SDK takes 180 s off a token's life before it tells the cache; this is that figure (feishu contract section 10). */
const SDK_MARGIN_MS = 180_000;

/**
 * Where the SDK keeps a connection's token. One per connection: the SDK's own cache is shared by the whole process and
 * knows only the app id, so a changed secret would keep the old token.
 */
export interface TokenCache {
  get(key: string | symbol): Promise<unknown>;
  /** @param expiresAt epoch milliseconds, already 180 s early */
  set(key: string | symbol, value: unknown, expiresAt?: number): Promise<boolean>;
  /** Names the token in use now, to hand back to `renew`. */
  readonly generation: number;
  /** Forgets the token, unless somebody else already did since that generation. */
  renew(generation: number): void;
}

/** @param wallClock epoch milliseconds; the SDK reckons expiry with `Date` */
export function createTokenCache(timing: Timing, wallClock: () => number = () => Date.now()): TokenCache {
  let entries = new Map<string | symbol, { readonly value: unknown; readonly until: number }>();
  let generation = 0;
  return {
    get generation() {
      return generation;
    },
    async get(key) {
      const entry = entries.get(key);
      return entry && timing.now() < entry.until ? entry.value : undefined;
    },
    async set(key, value, expiresAt = Number.POSITIVE_INFINITY) {
      // A token that lives for less than the margin would be asked for anew at every call: keep nine tenths of its life.
      const life = expiresAt + SDK_MARGIN_MS - wallClock();
      entries.set(key, { value, until: timing.now() + Math.max(life - SDK_MARGIN_MS, life * 0.9) });
      return true;
    },
    renew(seen) {
      if (seen !== generation) return;
      generation++;
      entries = new Map();
    },
  };
}
