import { routes } from "@larkbridge/contract";
import type { Command } from "commander";
import { onAction, type Setup } from "../command.ts";
import type { GlobalOptions } from "../context.ts";
import { EXIT } from "../exit-status.ts";
import { followRun } from "../follow-run.ts";
import { localProblem } from "../problem.ts";
import { renderRun } from "../render/run.ts";
import { concludeRun } from "./sync-run.ts";

type WaitOptions = GlobalOptions & { readonly wait: boolean };

function command(sync: Command, name: string, description: string): Command {
  return sync.command(name).description(description).argument("<run>", "number of the run");
}

/** Adds what decides on a run or undoes it: `approve`, `reject`, `cancel`, `revert`, `retry`. */
export function addSyncDecisionCommands(sync: Command, setup: Setup): void {
  onAction<WaitOptions & { readonly digest?: string }>(
    command(sync, "approve", "apply what a run holds")
      .option("--digest <digest>", "approve only if the changes are still these (`changes_digest` of the run)")
      .option("--no-wait", "return as soon as it has begun"),
    setup,
    async (context, { digest, wait }, id) => {
      const client = context.client();
      const params = { id: id as string };
      const changesDigest = digest ?? (await client.call(routes.getSyncRun, { params })).changes_digest;
      if (changesDigest === null) throw localProblem("sync_run_not_waiting");
      const run = await client.call(routes.approveSyncRun, { params, body: { changes_digest: changesDigest } });
      return concludeRun(context, run, wait);
    },
  );

  onAction(command(sync, "reject", "drop what a run holds"), setup, async (context, _options, id) => {
    const { output } = context;
    const run = await context.client().call(routes.rejectSyncRun, { params: { id: id as string } });
    if (output.json) output.printJson(run);
    else output.print(renderRun(run, output));
    return EXIT.done;
  });

  onAction<WaitOptions>(
    command(sync, "cancel", "stop a running run; what it applied stays").option(
      "--no-wait",
      "return as soon as it is asked to stop",
    ),
    setup,
    async (context, { wait }, id) => {
      const { output } = context;
      const asked = await context.client().call(routes.cancelSyncRun, { params: { id: id as string } });
      const run = wait ? await followRun(context, asked) : asked;
      if (output.json) output.printJson(run);
      else output.print(renderRun(run, output));
      return !wait || run.status === "cancelled" ? EXIT.done : EXIT.failed;
    },
  );

  onAction<WaitOptions & { readonly user?: string }>(
    command(sync, "revert", "undo a run, or one person in it")
      .option("--user <who>", "only this person: id, username, e-mail, mobile or Feishu id")
      .option("--no-wait", "return as soon as it has begun"),
    setup,
    async (context, { user, wait }, id) => {
      const request = { params: { id: id as string }, body: { user: user ?? null } };
      return concludeRun(context, await context.client().call(routes.revertSyncRun, request), wait);
    },
  );

  onAction<WaitOptions>(
    command(sync, "retry", "run again over the records that failed").option(
      "--no-wait",
      "return as soon as it has begun",
    ),
    setup,
    async (context, { wait }, id) =>
      concludeRun(context, await context.client().call(routes.retrySyncRun, { params: { id: id as string } }), wait),
  );
}
