import { setTimeout } from "node:timers/promises";
import { routes, type SyncRunView } from "@larkbridge/contract";
import type { Context } from "./context.ts";
import { count } from "./text.ts";

/** Seconds the server holds an answer back while nothing ends: short where somebody watches the progress. */
const WATCHED_SECONDS = 1;
const UNWATCHED_SECONDS = 5;

/** What each phase is called. */
export const PHASES: Readonly<Record<SyncRunView["progress"]["phase"], string>> = {
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
    const line = output.watched
      ? `Run ${current.id}: ${describeProgress(current.progress)}`
      : PHASES[current.progress.phase];
    // Without a terminal a line a phase is enough, and with --json nobody reads along.
    if (line !== told && (output.watched || !output.json)) output.progress(line);
    told = line;
    const started = performance.now();
    const next = await client.call(routes.getSyncRun, { params: { id: run.id }, query: { wait: seconds } });
    const early = seconds * 1000 - (performance.now() - started);
    // A server that is draining answers at once; asking again without a pause would only add to its trouble.
    if (
      describeProgress(next.progress) === describeProgress(current.progress) &&
      next.status === "running" &&
      early > 0
    ) {
      await setTimeout(Math.min(early, 1000));
    }
    current = next;
  }
  if (output.watched) output.progress("");
  return current;
}

/** How far it is, in words. */
export function describeProgress({ phase, done, total }: SyncRunView["progress"]): string {
  const of = total === null ? (done > 0 ? ` ${count(done)}` : "") : ` ${count(done)} of ${count(total)}`;
  return `${PHASES[phase]}${of} …`;
}
