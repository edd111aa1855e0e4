import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { makeMetrics } from "./metrics.ts";

const worst = async (registry: ReturnType<typeof makeMetrics>) => {
  const line = (await registry.metrics())
    .split("\n")
    .find((one) => one.startsWith('larkbridge_event_loop_delay_seconds{quantile="1"}'));
  return Number(line?.split(" ").at(-1));
};

it("tells how long the loop was blocked, and forgets it once told", async () => {
  const registry = makeMetrics();
  await worst(registry);
  // Two turns of the loop, so that the timer under measurement is armed before it is kept waiting.
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  await new Promise((resolve) => setTimeout(resolve, 10));
  const until = performance.now() + 120;
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await worst(registry)).toBeGreaterThan(0.1);
  expect(await worst(registry)).toBeLessThan(0.1);
});
