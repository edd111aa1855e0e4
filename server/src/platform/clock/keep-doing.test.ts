import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepDoing } from "./keep-doing.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const noFault = (error: unknown) => expect.unreachable(String(error));

test("work is done after each rest, and no more once it is stopped", async () => {
  const work = vi.fn(async () => undefined);
  const kept = keepDoing(work, () => 100, noFault);
  await vi.advanceTimersByTimeAsync(350);
  expect(work).toHaveBeenCalledTimes(3);
  await kept.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).toHaveBeenCalledTimes(3);
});

test("waking ends the rest, and while the work is under way has it done once more", async () => {
  let end: (() => void) | undefined;
  const work = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  const kept = keepDoing(work, () => 100, noFault);
  kept.wake();
  kept.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(work).toHaveBeenCalledTimes(1);
  kept.wake();
  await vi.advanceTimersByTimeAsync(50);
  expect(work).toHaveBeenCalledTimes(1);
  end?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(work).toHaveBeenCalledTimes(2);
  end?.();
  await vi.advanceTimersByTimeAsync(99);
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledTimes(3);
  end?.();
  await kept.stop();
  kept.wake();
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).toHaveBeenCalledTimes(3);
});

test("stopping waits for what is under way", async () => {
  let ended = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const kept = keepDoing(
    async () => {
      await promise;
      ended = true;
    },
    () => 100,
    noFault,
  );
  await vi.advanceTimersByTimeAsync(100);
  const stopping = kept.stop();
  expect(ended).toBe(false);
  resolve();
  await stopping;
  expect(ended).toBe(true);
});

test("work that takes long is never done twice at once, nor again when it is stopped meanwhile", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = vi.fn(() => promise);
  const kept = keepDoing(work, () => 100, noFault);
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).toHaveBeenCalledTimes(1);
  const stopping = kept.stop();
  resolve();
  await stopping;
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).toHaveBeenCalledTimes(1);
});

test("a failure is told once, and again only after it has gone well", async () => {
  let fails = true;
  const told: unknown[] = [];
  const work = async () => {
    if (fails) throw new Error("away");
  };
  const kept = keepDoing(
    work,
    () => 100,
    (error) => told.push(error),
  );
  await vi.advanceTimersByTimeAsync(350);
  expect(told).toHaveLength(1);
  fails = false;
  await vi.advanceTimersByTimeAsync(100);
  fails = true;
  await vi.advanceTimersByTimeAsync(200);
  expect(told).toHaveLength(2);
  await kept.stop();
});
