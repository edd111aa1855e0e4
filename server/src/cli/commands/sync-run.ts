import { routes, type SyncRunView } from "@larkbridge/contract";
import type { Command } from "commander";
import { collect, onAction, parseCount, type Setup } from "../command.ts";
import type { Context, GlobalOptions } from "../context.ts";
import { EXIT, type ExitStatus, exitStatusOfRun } from "../exit-status.ts";
import { followRun } from "../follow-run.ts";
import { localProblem } from "../problem.ts";
import { readUpTo } from "../read-all.ts";
import { renderRun, renderStatus } from "../render/run.ts";
import { renderTable } from "../table.ts";
import { count, duration, time } from "../text.ts";

interface TargetOptions extends GlobalOptions {
  readonly user?: readonly string[];
  readonly department?: string;
}

type TargetBody = { kind: "all" } | { kind: "department"; department: string } | { kind: "users"; users: string[] };

/** Adds the options that narrow what is looked at. */
export function withTarget(command: Command): Command {
  return command
    .option("--user <who>", "only this person: id, username, e-mail, mobile or Feishu id; may be repeated", collect)
    .option("--department <id>", "only this department and what is below it");
}

/** The target as the API takes it. */
export function targetOf({ user, department }: TargetOptions): TargetBody {
  if (user && department)
    throw localProblem("usage_invalid", { problem: "--user and --department exclude each other." });
  if (user) return { kind: "users", users: [...user] };
  return department === undefined ? { kind: "all" } : { kind: "department", department };
}

/** Prints a run, after waiting for its end unless told not to, and says how the program ends. */
export async function concludeRun(context: Context, started: SyncRunView, wait: boolean): Promise<ExitStatus> {
  const { output } = context;
  const run = wait ? await followRun(context, started) : started;
  if (output.json) output.printJson(run);
  else output.print(renderRun(run, output));
  return wait ? exitStatusOfRun(run.status) : EXIT.done;
}

/** Adds `sync run`, `status` and `list`. */
export function addSyncRunCommands(sync: Command, setup: Setup): void {
  onAction<TargetOptions & { readonly wait: boolean }>(
    withTarget(sync.command("run").description("read Feishu, plan and apply; held changes wait for approval")).option(
      "--no-wait",
      "return as soon as the run has begun",
    ),
    setup,
    async (context, options) => {
      const body = { target: targetOf(options), wait: false };
      return concludeRun(context, await context.client().call(routes.createSyncRun, { body }), options.wait);
    },
  );

  onAction(
    sync.command("status").description("the newest run, or the one named").argument("[run]", "number of the run"),
    setup,
    async (context, _options, id) => {
      const client = context.client();
      const run =
        id === undefined
          ? await client.call(routes.getLatestSyncRun)
          : await client.call(routes.getSyncRun, { params: { id } });
      if (context.output.json) context.output.printJson(run);
      else context.output.print(renderRun(run, context.output));
      return EXIT.done;
    },
  );

  onAction<GlobalOptions & { readonly limit: number }>(
    sync.command("list").description("runs, newest first").option("--limit <n>", "at most so many", parseCount, 20),
    setup,
    async (context, { limit }) => {
      const { output } = context;
      const page = await readUpTo<SyncRunView>(context.client(), routes.listSyncRuns, {}, limit);
      if (output.json) output.printJson({ items: page.items, next_cursor: page.nextCursor, total: page.total });
      else if (page.items.length === 0) output.print("No run yet. Start with `larkbridge sync plan`.");
      else output.print(renderRuns(page.items, output));
      return EXIT.done;
    },
  );
}

function renderRuns(runs: readonly SyncRunView[], output: Context["output"]): string {
  const changed = (run: SyncRunView, kind: "created" | "updated" | "disabled" | "deleted" | "failed") =>
    count(run.counts.users[kind] + run.counts.departments[kind]);
  return renderTable(
    ["run", "status", "trigger", "by", "started", "took", "created", "updated", "disabled", "deleted", "failed"].map(
      (title) => ({
        title,
        align: ["run", "took", "created", "updated", "disabled", "deleted", "failed"].includes(title)
          ? ("right" as const)
          : ("left" as const),
      }),
    ),
    runs.map((run) => [
      run.id,
      renderStatus(run.status, { ...output, paint: (_, text) => text }),
      run.trigger,
      run.requested_by.name,
      time(run.started_at),
      run.finished_at === null ? "" : duration(run.started_at, run.finished_at),
      changed(run, "created"),
      changed(run, "updated"),
      changed(run, "disabled"),
      changed(run, "deleted"),
      changed(run, "failed"),
    ]),
    output.width,
  );
}
