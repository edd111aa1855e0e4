import { readFileSync } from "node:fs";
import { runProgram } from "./cli/program.ts";
import { ownCommands } from "./own-commands.ts";

/** The program `larkbridge`: hands the command line its surroundings and what it does by itself, and ends with its status. */

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

// `larkbridge users export | head` closes stdout early: whoever reads has had enough, and nothing failed.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = await runProgram(
  process.argv.slice(2),
  { stdout: process.stdout, stderr: process.stderr, env: process.env, version },
  ownCommands(version, async () => (await import("./compose.ts")).startServer),
);
