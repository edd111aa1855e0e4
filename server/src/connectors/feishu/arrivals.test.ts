import { expect, test } from "vitest";
import { makeArrivals } from "./arrivals.ts";
import { forEachAtOnce } from "./pool.ts";

test("each item goes to one taker, those that come while all wait included", async () => {
  const arrivals = makeArrivals<number>();
  const taken: number[] = [];
  const work = forEachAtOnce(
    arrivals,
    3,
    async (item) => void taken.push(item),
    () => undefined,
  );
  arrivals.add(1);
  await Promise.resolve();
  for (const item of [2, 3, 4, 5]) arrivals.add(item);
  expect([arrivals.count, arrivals.ended]).toEqual([5, false]);
  arrivals.end();
  await work;
  expect(taken).toEqual([1, 2, 3, 4, 5]);
  expect(arrivals.ended).toBe(true);
});

test("takers of nothing are let go when it ends", async () => {
  const arrivals = makeArrivals<number>();
  const work = forEachAtOnce(
    arrivals,
    4,
    () => Promise.reject(new Error("there is nothing to do")),
    () => undefined,
  );
  arrivals.end();
  await expect(work).resolves.toBeUndefined();
});
