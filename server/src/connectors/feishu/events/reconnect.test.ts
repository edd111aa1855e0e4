import { expect, it } from "vitest";
import { DEFAULT_PACE, waitBefore } from "./reconnect.ts";

it("waits a drawn part of Feishu's nonce first, then longer and longer up to its interval", () => {
  expect([0, 0.5, 1].map((random) => waitBefore(1, DEFAULT_PACE, random))).toEqual([0, 15_000, 30_000]);
  expect([2, 3, 4, 100].map((attempt) => waitBefore(attempt, DEFAULT_PACE, 1))).toEqual([
    60_000, 120_000, 120_000, 120_000,
  ]);
});

it("never tries again and again without a pause, whatever Feishu says", () => {
  const hasty = { pingSeconds: 120, intervalSeconds: 120, nonceSeconds: 0 };
  expect([1, 2, 3, 9].map((attempt) => waitBefore(attempt, hasty, 0))).toEqual([0, 1000, 2000, 60_000]);
});
