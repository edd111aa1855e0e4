import { setTimeout } from "node:timers/promises";
import { routes, type SyncRunView } from "@larkbridge/contract";
import type { Context } from "./context.ts";
import { count } from "./text.ts";

/** Seconds the server holds an answer back while nothing ends: short where somebody watches the progress. */
const WATCHED_SECONDS = 1;
const UNWATCHED_SECONDS = 5;

const PHASES: Readonly<Record<SyncRunView["progress"]["phase"], string>> = {
  starting: "Starting",
  reading_departments: "Reading departments",
  reading_users: "Reading people",
  confirming: "Confirming who is gone",
  planning: "Planning",
  applying: "Applying",
  reporting: "Reporting",
};

/** Waits until a run is no longer running, telling how far it is. Returns its last state. */
export async function followRun(context: Context, run: SyncRunView): Promise<SyncRunView> {
  const { output } = context;
  const client = context.client();
  const seconds = output.watched ? WATCHED_SECONDS : UNWATCHED_SECONDS;
  let told = "";
  let current = run;
  while (current.status === "running") {
    const line = output.watched ? describeProgress(current) : PHASES[current.progress.phase];
    // Without a terminal a line a phase is enough, and with --json nobody reads along.
    if (line !== told && (output.watched || !output.json)) output.progress(line);
    told = line;
    const started = performance.now();
    const next = await client.call(routes.getSyncRun, { params: { id: run.id }, query: { wait: seconds } });
    const early = seconds * 1000 - (performance.now() - started);
    // A server that is draining answers at once; asking again without a pause would only add to its trouble.
    if (describeProgress(next) === describeProgress(current) && next.status === "running" && early > 0) {
      await setTimeout(Math.min(early, 1000));
    }
    current = next;
  }
  if (output.watched) output.progress("");
  return current;
}

function describeProgress(run: SyncRunView): string {
  const { phase, done, total } = run.progress;
  const of = total === null ? (done > 0 ? ` ${count(done)}` : "") : ` ${count(done)} of ${count(total)}`;
  return `Run ${run.id}: ${PHASES[phase]}${of} …`;
}
