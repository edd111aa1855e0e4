import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { virtualTiming } from "../../../test/support/virtual-timing.ts";
import { FeishuFailure } from "./failure.ts";
import { createLimiter, Patience, type RateLimit } from "./limiter.ts";
import { SlidingWindow } from "./sliding-window.ts";
import type { Timing } from "./timing.ts";

const never = new AbortController().signal;

/** Makes calls from many callers at once; returns when each began, in milliseconds. */
async function starts(
  calls: number,
  rateLimit: RateLimit,
  timing: Timing,
  { api = "contact/v3/users/find_by_department", takes = (): number => 20 } = {},
): Promise<readonly number[]> {
  const limiter = createLimiter(rateLimit, 32, timing);
  const begun: number[] = [];
  let left = calls;
  const caller = async () => {
    while (left-- > 0) {
      const leave = await limiter.enter(api, never);
      begun.push(timing.now());
      await timing.sleep(takes(), never);
      leave();
    }
  };
  await Promise.all(Array.from({ length: 40 }, caller));
  return begun.sort((a, b) => a - b);
}

function mostWithin(length: number, times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (let to = 0; to < times.length; to++) {
    while ((times[to] as number) - (times[from] as number) >= length) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** The least time in which sliding windows let this many calls begin, in milliseconds. */
function floorOf(calls: number, { perSecond, perMinute }: { perSecond: number; perMinute: number }): number {
  const minutes = Math.floor((calls - 1) / perMinute);
  const rest = calls - minutes * perMinute;
  return Math.max(
    Math.floor((calls - 1) / perSecond) * 1_000,
    minutes * 60_000 + Math.floor((rest - 1) / perSecond) * 1_000,
  );
}

describe("limiter", () => {
  test("no second and no minute ever holds more calls than allowed, and little time is wasted", async () => {
    const limits = fc.record({
      perSecond: fc.integer({ min: 5, max: 50 }),
      perMinute: fc.integer({ min: 60, max: 400 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 500 }), limits, async (calls, rateLimit) => {
        const times = await starts(calls, rateLimit, virtualTiming());
        expect(times).toHaveLength(calls);
        expect(mostWithin(1_000, times)).toBeLessThanOrEqual(rateLimit.perSecond);
        expect(mostWithin(60_000, times)).toBeLessThanOrEqual(rateLimit.perMinute);
        // 32 calls of 20 ms at once are no bottleneck here; a second is for the last window being cut short.
        expect(times.at(-1)).toBeLessThanOrEqual(floorOf(calls, rateLimit) * 1.05 + 1_000);
      }),
      { numRuns: 25 },
    );
  });

  test("nobody is sent more than five messages a second, and others do not wait for it", async () => {
    const timing = virtualTiming();
    const limiter = createLimiter({ perSecond: 50, perMinute: 1000 }, 32, timing);
    const sent = new Map<string, number[]>();
    const send = async (receiver: string) => {
      const leave = await limiter.enter("im/v1/messages", never, receiver);
      sent.set(receiver, [...(sent.get(receiver) ?? []), timing.now()]);
      await timing.sleep(20, never);
      leave();
    };
    const others = Array.from({ length: 40 }, (_, index) => `ou_${index}`);
    await Promise.all([...Array.from({ length: 23 }, () => "ou_busy"), ...others].map(send));
    expect(mostWithin(1_000, sent.get("ou_busy") ?? [])).toBe(5);
    expect(Math.max(...others.flatMap((other) => sent.get(other) ?? []))).toBeLessThan(2_000);
  });

  test("a receiver who was sent nothing for a second is forgotten", async () => {
    const window = new SlidingWindow(5, 1_010);
    expect(window.isIdle(0)).toBe(true);
    window.take(0)(30);
    expect([window.isIdle(1_000), window.isIdle(1_040)]).toEqual([false, true]);
  });

  test("the platform's limits are used within five percent", async () => {
    const rateLimit = { perSecond: 50, perMinute: 1000 };
    const times = await starts(1_600, rateLimit, virtualTiming());
    expect(times.at(-1)).toBeLessThanOrEqual(floorOf(1_600, rateLimit) * 1.05);
  });

  test("answers that come while somebody waits bring the turn forward", async () => {
    const timing = virtualTiming();
    const limiter = createLimiter({ perSecond: 5, perMinute: 100 }, 32, timing);
    const call = async () => {
      const leave = await limiter.enter("contact/v3/users/find_by_department", never);
      const begun = timing.now();
      await timing.sleep(10, never);
      leave();
      return begun;
    };
    // The sixth is told to wait while nobody knows yet when the first five arrived.
    const begun = await Promise.all(Array.from({ length: 6 }, call));
    expect(begun).toEqual([0, 0, 0, 0, 0, 1_020]);
  });

  test("requests that travel unequally fast still arrive within the limits", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 55 }), { minLength: 1, maxLength: 40 }), async (ways) => {
        const timing = virtualTiming();
        const limiter = createLimiter({ perSecond: 20, perMinute: 150 }, 32, timing);
        const arrived: number[] = [];
        let call = 0;
        const caller = async () => {
          while (call < 200) {
            const way = ways[call++ % ways.length] as number;
            const leave = await limiter.enter("a", never);
            await timing.sleep(way, never);
            arrived.push(timing.now());
            await timing.sleep(way, never);
            leave();
          }
        };
        await Promise.all(Array.from({ length: 24 }, caller));
        arrived.sort((a, b) => a - b);
        expect(mostWithin(1_000, arrived)).toBeLessThanOrEqual(20);
        expect(mostWithin(60_000, arrived)).toBeLessThanOrEqual(150);
      }),
      { numRuns: 25 },
    );
  });

  test("slow answers that hold up the queue do not let calls bunch together", async () => {
    const delays = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(delays, async (delay) => {
        let call = 0;
        const times = await starts(200, { perSecond: 20, perMinute: 150 }, virtualTiming(), {
          takes: () => delay[call++ % delay.length] ?? 1,
        });
        expect(mostWithin(1_000, times)).toBeLessThanOrEqual(20);
        expect(mostWithin(60_000, times)).toBeLessThanOrEqual(150);
      }),
      { numRuns: 25 },
    );
  });

  test("switched off, it only bounds what is in flight", async () => {
    const timing = virtualTiming();
    const times = await starts(320, "off", timing);
    expect(times.at(-1)).toBe(9 * 20);
  });

  test("a pause holds back every caller of that API and of no other", async () => {
    const timing = virtualTiming();
    const limiter = createLimiter("off", 8, timing);
    limiter.pause("a", 1_500);
    const begun = async (api: string) => {
      await limiter.enter(api, never);
      return `${api} ${timing.now()}`;
    };
    expect(await Promise.all([begun("a"), begun("b"), begun("a")])).toEqual(["a 1500", "b 0", "a 1500"]);
  });

  test("the HR roster has its own hundred a minute", async () => {
    const times = await starts(101, { perSecond: 50, perMinute: 1000 }, virtualTiming(), { api: "ehr/v1/employees" });
    expect(mostWithin(60_000, times)).toBe(100);
  });

  test("an aborted caller leaves the queue and takes no turn", async () => {
    const timing = virtualTiming();
    const limiter = createLimiter("off", 1, timing);
    const leave = await limiter.enter("a", never);
    const stop = new AbortController();
    const waiting = limiter.enter("a", stop.signal);
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    leave();
    await expect(limiter.enter("a", never)).resolves.toBeTypeOf("function");
  });

  test("an aborted sleeper stops waiting for its window", async () => {
    const timing = virtualTiming();
    const limiter = createLimiter({ perSecond: 1, perMinute: 1 }, 4, timing);
    await limiter.enter("a", never);
    const stop = new AbortController();
    const waiting = limiter.enter("a", stop.signal);
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });
});

test("patience outlasts many 429s and ends after five minutes of them", () => {
  const patience = new Patience();
  const refusal = new FeishuFailure("feishu_rate_limited", {}, 59_000);
  for (let second = 0; second < 5; second++) expect(patience.spend(refusal)).toBe(59_000);
  expect(() => patience.spend(refusal)).toThrow(refusal);
});
