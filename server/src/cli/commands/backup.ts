import { stat } from "node:fs/promises";
import { routes } from "@larkbridge/contract";
import type { Command } from "commander";
import { onAction, type Setup } from "../command.ts";
import type { GlobalOptions } from "../context.ts";
import { EXIT } from "../exit-status.ts";
import { localProblem } from "../problem.ts";
import { count } from "../text.ts";
import { writeWhole } from "./export-rows.ts";

/** Adds `backup`: everything in the database as one file. */
export function addBackupCommand(program: Command, setup: Setup): void {
  onAction<GlobalOptions & { readonly output?: string }>(
    program
      .command("backup")
      .description("write everything in the database to one file; `restore` reads it")
      .option("--output <file>", "where to; named by the server and the time otherwise"),
    setup,
    async ({ output, client }, options) => {
      const content = await client().bytes(routes.getBackup, {}, "application/gzip");
      const offered = /filename="([\w.-]+)"/.exec(String(content.headers["content-disposition"] ?? ""))?.[1];
      const file = options.output ?? offered ?? "larkbridge.backup";
      await writeWhole(file, content);
      // A connection that was cut off ends the stream like a finished one.
      if (!content.complete)
        throw localProblem("server_answer_invalid", { url: "the server", problem: "the backup was cut off" });
      const bytes = (await stat(file)).size;
      if (output.json) output.printJson({ file, bytes });
      else output.print(`${file}, ${count(bytes)} bytes. It does not hold the master key; keep that as well.`);
      return EXIT.done;
    },
  );
}
