import fc from "fast-check";
import { expect, test } from "vitest";
import { ApiFailure } from "./failure.ts";
import { floorSeconds, RateLimits, TIER_4 } from "./rate-limit.ts";

test("in no second do more than 50 calls get through, in no minute more than 1,000, whatever the rhythm", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1500, maxLength: 2500 }), (gaps) => {
      const limits = new RateLimits(true);
      const admitted: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        now += gap % 3 === 0 ? 0 : gap;
        try {
          limits.admit("GET /a", "cli_a", TIER_4, false, now);
          admitted.push(now);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiFailure);
        }
      }
      for (const [index, at] of admitted.entries()) {
        expect(at - (admitted[index - 50] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(1000);
        expect(at - (admitted[index - 1000] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(60_000);
      }
    }),
    { numRuns: 20 },
  );
});

test("who waits as long as the header says gets through", () => {
  const limits = new RateLimits(true);
  for (let call = 0; call < 50; call += 1) limits.admit("GET /a", "cli_a", TIER_4, false, call * 7);
  let reset = "";
  try {
    limits.admit("GET /a", "cli_a", TIER_4, false, 400);
  } catch (error) {
    reset = (error as ApiFailure).headers["x-ogw-ratelimit-reset"] ?? "";
  }
  expect(reset).toBe("0.6");
  limits.admit("GET /a", "cli_a", TIER_4, false, 400 + Number(reset) * 1000);
});

test.each([
  [0, 0],
  [1, 0],
  [50, 0],
  [51, 1],
  [1000, 19],
  [1001, 60],
  [1050, 60],
  [1051, 61],
  [10_465, 609],
])("%i calls take at least %i seconds", (calls, seconds) => {
  expect(floorSeconds(calls, TIER_4)).toBe(seconds);
});
