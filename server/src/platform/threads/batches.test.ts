import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { OtherEndGone, sendBatches, takeBatches } from "./batches.ts";

test("batches arrive whole and in order, and the sender waits while the other end has enough to take in", async () => {
  const { port1, port2 } = new MessageChannel();
  const sender = sendBatches<readonly number[]>(port1);
  const asked = Array.from({ length: 40 }, (_, index) => sender.hand([index]));
  expect(asked.slice(0, 15).every((wait) => wait === undefined)).toBe(true);
  expect(asked.slice(15).every((wait) => wait instanceof Promise)).toBe(true);
  const taken: number[] = [];
  takeBatches<readonly number[]>(port2, (batch) => void taken.push(...batch));
  await Promise.all(asked);
  await sender.drained();
  expect(taken).toEqual(Array.from({ length: 40 }, (_, index) => index));
  expect(sender.hand([40])).toBeUndefined();
  port1.close();
});

test("nothing on its way is drained at once, as often as it is asked", async () => {
  const { port1, port2 } = new MessageChannel();
  takeBatches(port2, () => undefined);
  const sender = sendBatches<number>(port1);
  await sender.drained();
  void sender.hand(1);
  await sender.drained();
  void sender.hand(2);
  await Promise.all([sender.drained(), sender.drained()]);
  port1.close();
});

test("a sender whose other end is gone is told so, whether it waits or goes on", async () => {
  const { port1, port2 } = new MessageChannel();
  const sender = sendBatches<number>(port1);
  const waits = Array.from({ length: 16 }, (_, index) => sender.hand(index));
  const drained = sender.drained();
  port2.close();
  await expect(waits[15]).rejects.toBeInstanceOf(OtherEndGone);
  await expect(drained).rejects.toBeInstanceOf(OtherEndGone);
  await expect(sender.hand(16)).rejects.toBeInstanceOf(OtherEndGone);
  await expect(sender.drained()).rejects.toBeInstanceOf(OtherEndGone);
});
