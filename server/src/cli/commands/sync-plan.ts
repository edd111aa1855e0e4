import { type PlanChangeView, type PlanIssueView, routes, type SyncPlanView } from "@larkbridge/contract";
import type { Command } from "commander";
import type { Client } from "../client.ts";
import { onAction, type Setup } from "../command.ts";
import type { Context, GlobalOptions } from "../context.ts";
import { EXIT, type ExitStatus } from "../exit-status.ts";
import { makePreview } from "../follow-preview.ts";
import { localProblem } from "../problem.ts";
import { readUpTo } from "../read-all.ts";
import { renderPlan, renderSteps } from "../render/plan.ts";
import { renderRun } from "../render/run.ts";
import { targetOf, withTarget } from "./sync-run.ts";

interface ViewOptions extends GlobalOptions {
  readonly full?: boolean;
  readonly csv?: boolean;
}

/** Changes and issues shown unless everything is asked for. */
const SHOWN = 20;
const ISSUES_SHOWN = 1000;
const EVERYTHING = 10_000_000;

function withView(command: Command): Command {
  return command.option("--full", "every change, not only the first of each").option("--csv", "every change as CSV");
}

/** Adds `sync plan` and `sync show`. */
export function addSyncPlanCommands(sync: Command, setup: Setup): void {
  onAction<ViewOptions & { readonly user?: readonly string[]; readonly department?: string }>(
    withView(
      withTarget(sync.command("plan").description("read Feishu and show what a sync would do, without doing it")),
    ),
    setup,
    async (context, options) => {
      const target = targetOf(options);
      refuseBoth(options);
      const plan = await makePreview(context, target);
      await showPlan(context, plan, options);
      return plan.verdict.kind === "blocked" ? EXIT.failed : EXIT.done;
    },
  );

  onAction<ViewOptions>(
    withView(sync.command("show").description("a run with its plan: what was done, what waits, what failed")).argument(
      "<run>",
      "number of the run",
    ),
    setup,
    async (context, options, id): Promise<ExitStatus> => {
      const { output } = context;
      refuseBoth(options);
      const client = context.client();
      const run = await client.call(routes.getSyncRun, { params: { id: id as string } });
      if (!output.json && !options.csv) output.print(renderRun(run, output));
      if (run.plan_id === null) {
        if (output.json) output.printJson({ run, plan: null });
        else if (!options.csv) output.print("The run never came to a plan.");
        else throw localProblem("sync_plan_not_found");
        return EXIT.done;
      }
      const plan = await client.call(routes.getSyncPlan, { params: { id: run.plan_id } });
      if (plan.status !== "ready") throw localProblem("sync_plan_not_ready");
      await showPlan(context, plan, options, run);
      return EXIT.done;
    },
  );
}

function refuseBoth({ csv, json }: ViewOptions): void {
  if (csv && json) throw localProblem("usage_invalid", { problem: "--csv and --json exclude each other." });
}

async function showPlan(
  { output, client }: Context,
  plan: SyncPlanView,
  options: ViewOptions,
  run?: object,
): Promise<void> {
  const params = { id: plan.id };
  if (options.csv) {
    const csv = await client().bytes(routes.listSyncPlanChanges, { params }, "text/csv");
    for await (const chunk of csv as AsyncIterable<Buffer>) await output.printRaw(chunk);
    return;
  }
  const limit = options.full ? EVERYTHING : SHOWN;
  const issues = (
    await readUpTo<PlanIssueView>(
      client(),
      routes.listSyncPlanIssues,
      { params },
      options.full ? EVERYTHING : ISSUES_SHOWN,
    )
  ).items;
  if (output.json) {
    const changes = await readChanges(client(), plan.id, [{}], limit);
    output.printJson({ ...plan, ...(run ? { run } : {}), changes, issues });
    return;
  }
  const changes = await readChanges(client(), plan.id, STEPS, limit);
  const held = plan.held_count > 0 ? await readChanges(client(), plan.id, HELD, limit) : [];
  const shown = { plan, changes, held, issues };
  output.print(run ? renderSteps(shown, output).join("\n") || "\nIt planned no change." : renderPlan(shown, output));
}

type ChangeChoice = { readonly outcome?: PlanChangeView["outcome"]; readonly kind?: PlanChangeView["kind"] };

/** What went wrong first, people before what follows from them. */
const STEPS: readonly ChangeChoice[] = (["failed", "applied", "planned"] as const).flatMap((outcome) =>
  (["users", "departments", "memberships"] as const).map((kind) => ({ outcome, kind })),
);
const HELD: readonly ChangeChoice[] = (["users", "departments", "memberships"] as const).map((kind) => ({
  outcome: "held",
  kind,
}));

/** Reads changes, choice after choice, until there are enough. */
async function readChanges(
  client: Client,
  id: string,
  choices: readonly ChangeChoice[],
  limit: number,
): Promise<PlanChangeView[]> {
  const changes: PlanChangeView[] = [];
  for (const query of choices) {
    const missing = limit - changes.length;
    if (missing <= 0) break;
    const page = await readUpTo<PlanChangeView>(client, routes.listSyncPlanChanges, { params: { id }, query }, missing);
    changes.push(...page.items);
  }
  return changes;
}
