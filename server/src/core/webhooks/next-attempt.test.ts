import fc from "fast-check";
import { expect, test } from "vitest";
import { isGivenUp, nextAttempt } from "./next-attempt.ts";

const HOUR = 3_600_000;
const waits = Array.from({ length: 20 }, (_, at) => nextAttempt(at + 1, null));

test("waits grow, and a delivery is given up after eleven attempts in little more than a day", () => {
  const made = waits.filter((wait) => wait !== null);
  expect(made).toHaveLength(10);
  expect([...made].sort((a, b) => a - b)).toEqual(made);
  const total = made.reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeGreaterThan(24 * HOUR);
  expect(total).toBeLessThan(28 * HOUR);
  expect(waits.slice(10)).toEqual(Array.from({ length: 10 }, () => null));
});

test("a receiver that asks for more time gets it, up to an hour, and never makes the wait shorter or endless", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 1e12 }), (attempts, wish) => {
      const plain = nextAttempt(attempts, null);
      const asked = nextAttempt(attempts, wish);
      if (plain === null) return asked === null;
      return asked !== null && asked >= plain && asked <= Math.max(plain, HOUR) && asked >= Math.min(wish, HOUR);
    }),
  );
});

test.each([
  [0, false],
  [72 * HOUR - 1, false],
  [72 * HOUR, true],
])("after %i ms of failures alone a receiver is given up: %s", (ms, given) => {
  expect(isGivenUp(ms)).toBe(given);
});
