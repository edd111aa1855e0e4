import { setTimeout } from "node:timers/promises";
import { isErrorCode, type Problem, type RequestOf, routes, type SyncPlanView } from "@larkbridge/contract";
import type { Context } from "./context.ts";
import { describeProgress, PHASES } from "./follow-run.ts";
import { localProblem, ProblemError } from "./problem.ts";

/** Seconds the server holds an answer back while the plan is being made: short where somebody watches the progress. */
const WATCHED_SECONDS = 1;
const UNWATCHED_SECONDS = 5;

/** Asks for a preview and waits for its plan, telling how far it is. A preview that comes to no plan is a problem. */
export async function makePreview(
  context: Context,
  target: NonNullable<RequestOf<typeof routes.createSyncPlan>["body"]>["target"],
): Promise<SyncPlanView> {
  const { output } = context;
  const client = context.client();
  const seconds = output.watched ? WATCHED_SECONDS : UNWATCHED_SECONDS;
  let preview = await client.call(routes.createSyncPlan, { body: { target } });
  let told = "";
  while (preview.status === "planning") {
    const { progress, id } = preview;
    const line = output.watched ? `Preview: ${describeProgress(progress)}` : PHASES[progress.phase];
    if (line !== told && (output.watched || !output.json)) output.progress(line);
    told = line;
    const started = performance.now();
    preview = await client.call(routes.getSyncPlan, { params: { id }, query: { wait: seconds } });
    const early = seconds * 1000 - (performance.now() - started);
    // A server that is draining answers at once; asking again without a pause would only add to its trouble.
    if (preview.status === "planning" && early > 0) await setTimeout(Math.min(early, 1000));
  }
  if (output.watched) output.progress("");
  if (preview.status === "ready") return preview;
  const { reasons } = preview;
  const [first] = reasons;
  // What Feishu refused is a reason; everything else is the problem itself.
  if (first === undefined || first.code.startsWith("feishu_") || !isErrorCode(first.code))
    throw withReasons(localProblem("source_unreadable", { reason: first?.message }), reasons);
  const { code, message: detail, cure } = first;
  throw new ProblemError({ ...localProblem(code).problem, detail, cure });
}

function withReasons({ problem }: ProblemError, reasons: NonNullable<Problem["reasons"]>): ProblemError {
  return new ProblemError({ ...problem, reasons });
}
