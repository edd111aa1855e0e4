import { setTimeout as pause } from "node:timers/promises";
import { callJson, readMetric } from "../support/http.ts";
import { memoryOf, processorSecondsOf, type Running } from "../support/processes.ts";

/** How often a run is looked at; no more than a console does. */
const LOOK_EVERY_MS = 100;
/** After this long without work the database's processes have told what they wrote. */
const STATISTICS_MS = 11_000;
/** What a run does before it plans. */
const READING: readonly string[] = ["starting", "reading_departments", "reading_users"];

/** What one sync cost. */
export interface Measured {
  readonly name: string;
  readonly status: string;
  readonly seconds: number;
  /** Until the last record was read, the app's permissions and the tree included. */
  readonly readSeconds: number;
  readonly calls: number;
  readonly minimumCalls: number;
  readonly rateLimited: number;
  /** Processor time of the server, without its database. Steadier than wall time when the machine is shared. */
  readonly processorSeconds: number;
  readonly peakMb: number;
  readonly loopP99Ms: number;
  readonly loopP999Ms: number;
  readonly loopMaxMs: number;
  readonly rowsWritten: number;
  readonly changed: string;
}

interface RunAnswer {
  readonly id: string;
  readonly status: string;
  readonly progress: { readonly phase: string };
  readonly counts: { readonly [kind: string]: { readonly [count: string]: number } };
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
}

/**
 * Starts a run, waits for its end and tells what it cost. The loop's delay is read from the server's own metrics, which
 * begin afresh at each reading.
 *
 * @param countRows rows of directory tables written so far
 */
export async function measureRun(
  name: string,
  server: Running,
  token: string,
  emulator: Running,
  countRows: () => Promise<number>,
): Promise<Measured> {
  await callJson(`${emulator.url}/__emulator/statistics`, { method: "DELETE" });
  const rowsBefore = await countRows();
  await readMetric(server.url, "larkbridge_event_loop_delay_seconds");
  const processorBefore = processorSecondsOf(server.pid);
  const began = performance.now();
  let run = await callJson<RunAnswer>(`${server.url}/api/v1/sync-runs`, { method: "POST", token, body: {} });
  let readSeconds: number | undefined;
  while (run.status === "running") {
    await pause(LOOK_EVERY_MS);
    run = await callJson(`${server.url}/api/v1/sync-runs/${run.id}`, { token });
    if (!READING.includes(run.progress.phase)) readSeconds ??= (performance.now() - began) / 1000;
  }
  const seconds = (performance.now() - began) / 1000;
  const delay = await readDelay(server.url);
  const statistics = await callJson<{ calls: number; rate_limited: number }>(`${emulator.url}/__emulator/statistics`);
  await pause(STATISTICS_MS);
  const minimum = await callJson<{ calls: { total: number } }>(`${emulator.url}/__emulator/minimum`);
  if (run.status === "failed") throw new Error(`${name}: the run failed: ${JSON.stringify(run.reasons)}`);
  return {
    name,
    status: run.status,
    seconds,
    readSeconds: readSeconds ?? seconds,
    calls: statistics.calls,
    minimumCalls: minimum.calls.total,
    rateLimited: statistics.rate_limited,
    processorSeconds: processorSecondsOf(server.pid) - processorBefore,
    peakMb: memoryOf(server.pid).peakMb,
    ...delay,
    rowsWritten: (await countRows()) - rowsBefore,
    changed: Object.entries(run.counts)
      .map(
        ([kind, counts]) =>
          `${kind} +${counts["created"]} ~${counts["updated"]} -${(counts["disabled"] ?? 0) + (counts["deleted"] ?? 0)}`,
      )
      .join(", "),
  };
}

async function readDelay(url: string): Promise<{ loopP99Ms: number; loopP999Ms: number; loopMaxMs: number }> {
  // One reading empties the histogram, so all three figures come from one page.
  const page = await (await fetch(`${url}/metrics`)).text();
  const of = (quantile: string) => {
    const line = page
      .split("\n")
      .find((one) => one.startsWith(`larkbridge_event_loop_delay_seconds{quantile="${quantile}"}`));
    return line === undefined ? Number.NaN : Number(line.slice(line.lastIndexOf(" ") + 1)) * 1000;
  };
  return { loopP99Ms: of("0.99"), loopP999Ms: of("0.999"), loopMaxMs: of("1") };
}
