import { Command, CommanderError } from "commander";
import type { Setup } from "./command.ts";
import { addBackupCommand } from "./commands/backup.ts";
import { addDepartmentCommands } from "./commands/departments.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addImportCommands } from "./commands/import.ts";
import { addOwnCommands, type OwnCommands } from "./commands/own.ts";
import { addSyncDecisionCommands } from "./commands/sync-decide.ts";
import { addSyncPlanCommands } from "./commands/sync-plan.ts";
import { addSyncRunCommands } from "./commands/sync-run.ts";
import { addTokenCommands } from "./commands/tokens.ts";
import { addUserCommands } from "./commands/users.ts";
import type { Surroundings } from "./context.ts";
import { EXIT, type ExitStatus, exitStatusOfProblem } from "./exit-status.ts";
import { makeOutput } from "./output.ts";
import { localProblem, ProblemError } from "./problem.ts";

/**
 * Runs the program `larkbridge` and tells the exit status (product.md section 4).
 *
 * @param argv what follows the program's name
 * @param own what the commands that need no server do
 */
export async function runProgram(
  argv: readonly string[],
  surroundings: Surroundings,
  own: OwnCommands,
): Promise<ExitStatus> {
  if (argv[0] === "emulator") return own.emulator(argv.slice(1));
  const json = argv.includes("--json");
  let status: ExitStatus = EXIT.done;
  const complaints: string[] = [];
  const setup: Setup = { surroundings, finish: (ended) => (status = ended) };
  const program = buildProgram(setup, own).exitOverride();
  speakThrough(program, surroundings, complaints);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return status;
  } catch (error) {
    const ended = error instanceof CommanderError ? usageProblem(error, complaints) : error;
    if (ended === null) return EXIT.done;
    if (!(ended instanceof ProblemError)) throw ended;
    makeOutput(surroundings, surroundings.env, json).printProblem(ended.problem);
    return exitStatusOfProblem(ended.problem.code);
  }
}

/** Puts the commands together. */
function buildProgram(setup: Setup, own: OwnCommands): Command {
  const program = new Command("larkbridge")
    .description("Feishu as the source of truth for every account in a company")
    .version(setup.surroundings.version)
    .option("--json", "print one JSON value")
    .option("--url <url>", "address of the server (LARKBRIDGE_URL)")
    .option("--token-file <file>", "file with the API token (LARKBRIDGE_TOKEN, LARKBRIDGE_TOKEN_FILE)")
    .addHelpText(
      "after",
      "\nExit status: 0 done, 1 failed, 2 wrong use or configuration, 3 waits for approval, 4 partially succeeded.",
    )
    .showSuggestionAfterError();
  addOwnCommands(program, setup, own);
  addDoctorCommand(program, setup);
  const sync = program.command("sync").description("bring the directory in step with Feishu");
  addSyncPlanCommands(sync, setup);
  addSyncRunCommands(sync, setup);
  addSyncDecisionCommands(sync, setup);
  addUserCommands(program, setup);
  addDepartmentCommands(program, setup);
  addImportCommands(program, setup);
  addBackupCommand(program, setup);
  addTokenCommands(program, setup);
  return program;
}

/** Help goes to stdout; complaints are kept for the problem they become. Sub-commands inherit neither by themselves. */
function speakThrough(command: Command, { stdout }: Surroundings, complaints: string[]): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void complaints.push(text),
  });
  for (const sub of command.commands) speakThrough(sub, { stdout } as Surroundings, complaints);
}

/** Null when commander ended because help or the version was asked for. */
function usageProblem(error: CommanderError, complaints: readonly string[]): ProblemError | null {
  if (error.exitCode === 0) return null;
  // A group named without a command shows its help as the complaint.
  const problem = error.code === "commander.help" ? "A command is missing." : error.message.replace(/^error: /, "");
  const text = error.code === "commander.help" ? `${problem}\n\n${complaints.join("").trim()}` : problem;
  return localProblem("usage_invalid", { problem: text });
}
