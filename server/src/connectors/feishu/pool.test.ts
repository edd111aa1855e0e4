import { expect, test } from "vitest";
import { FeishuFailure } from "./failure.ts";
import { forEachAtOnce } from "./pool.ts";

const items = Array.from({ length: 100 }, (_, index) => index);

async function run(work: (item: number) => Promise<void>) {
  const failed: number[] = [];
  let tried = 0;
  await forEachAtOnce(
    items,
    4,
    (item) => {
      tried++;
      return work(item);
    },
    (item) => failed.push(item),
  );
  return { failed: failed.sort((a, b) => a - b), tried };
}

const failWith = (failure: FeishuFailure) => Promise.reject(failure);

test("what fails is reported and the others are done", async () => {
  const { failed, tried } = await run((item) =>
    item % 3 === 0 ? failWith(new FeishuFailure("feishu_department_gone")) : Promise.resolve(),
  );
  expect(failed).toEqual(items.filter((item) => item % 3 === 0));
  expect(tried).toBe(100);
});

test("after eight failures on the way in a row the rest is reported untried", async () => {
  const { failed, tried } = await run(() => failWith(new FeishuFailure("feishu_timeout")));
  expect(failed).toEqual(items);
  expect(tried).toBeLessThan(12);
});

test("one success in between keeps it going", async () => {
  const { failed, tried } = await run((item) =>
    item % 4 === 0 ? Promise.resolve() : failWith(new FeishuFailure("feishu_timeout")),
  );
  expect(tried).toBe(100);
  expect(failed).toHaveLength(75);
});

test("a refusal of the whole app is not repeated for every item", async () => {
  const { failed, tried } = await run(() => failWith(new FeishuFailure("feishu_quota_exhausted")));
  expect(failed).toEqual(items);
  expect(tried).toBe(4);
});

test("a bug stops everything and is thrown", async () => {
  let tried = 0;
  const running = forEachAtOnce(
    items,
    2,
    () => {
      tried++;
      return Promise.reject(new TypeError("a bug"));
    },
    () => {},
  );
  await expect(running).rejects.toThrow("a bug");
  expect(tried).toBe(2);
});
