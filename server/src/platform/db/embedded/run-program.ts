import { spawn } from "node:child_process";
import { type Account, spawnAs } from "./account.ts";

/** What a finished program left behind. `exitCode` is null when a signal ended it. */
export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing of our own environment reaches PostgreSQL: PG* variables would change it, and secrets have no business there. */
export const cleanEnvironment = { PATH: "/usr/bin:/bin", LC_ALL: "C" };

/**
 * Runs one of PostgreSQL's own programs to its end as the given account.
 *
 * @param directory where it starts; may lie under directories closed to the account, see `dataDirectoryArgument`
 * @throws the spawn error (`ENOENT`, `EACCES`) when the program cannot be started at all
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: { account: Account; directory: string; input?: string },
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.directory,
      env: cleanEnvironment,
      stdio: "pipe",
      ...spawnAs(options.account),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    // A program that ends without reading its input closes the pipe; its exit code already tells the story.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/**
 * The name under which PostgreSQL is told its data directory: its own working directory. Node enters it before it drops
 * rights, so a data directory works below a directory that is closed to the account, as a root's home is to `nobody`.
 */
export const dataDirectoryArgument = "/proc/self/cwd";
