import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";

/** Figures about this process for `/metrics`, in Prometheus's words and base units. */

const RESOLUTION_MS = 5;
const QUANTILES = [
  ["0.5", 50],
  ["0.99", 99],
  ["0.999", 99.9],
] as const;

/** Makes the registry of a process: the usual Node figures, and how long the event loop kept others waiting. */
export function makeMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  new Gauge({
    name: "larkbridge_event_loop_delay_seconds",
    help: "How late timers of 5 ms fired since the last reading of this page; quantile 1 is the worst",
    labelNames: ["quantile"],
    registers: [registry],
    collect() {
      for (const [quantile, delay] of readDelays(histogram)) this.set({ quantile }, delay);
      histogram.reset();
    },
  });
  return registry;
}

/** The histogram holds whole intervals between two timers; the delay is what exceeds the interval asked for. */
function readDelays(histogram: IntervalHistogram): [string, number][] {
  const delayOf = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000);
  const delays: [string, number][] = QUANTILES.map(([quantile, percentile]) => [
    quantile,
    delayOf(histogram.percentile(percentile)),
  ]);
  return [...delays, ["1", histogram.count === 0 ? 0 : delayOf(histogram.max)]];
}
