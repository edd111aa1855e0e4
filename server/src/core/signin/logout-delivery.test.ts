import { expect, it } from "vitest";
import { nextDelivery } from "./logout-delivery.ts";

it.each([
  [1, 1_000],
  [2, 5_000],
  [3, 30_000],
  [4, 300_000],
  [5, 3_600_000],
  [20, 3_600_000],
])("after %i failed deliveries the next waits %i ms", (attempts, wait) => {
  expect(nextDelivery(attempts, 0, 7)).toBe(7 + wait);
});

it("is given up when a day has passed since the sign-in ended", () => {
  const day = 24 * 3_600_000;
  expect(nextDelivery(20, 0, day - 3_600_000)).toBe(day);
  expect(nextDelivery(20, 0, day - 3_599_999)).toBeNull();
});
