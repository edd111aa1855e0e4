import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
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
 * The name under which PostgreSQL is told its data directory: an open file descriptor of it. We open it before rights are
 * dropped, so a data directory works below a directory that is closed to the account, as a root's home is to `nobody`.
 */
export const dataDirectoryArgument = "/proc/self/fd/3";

/** Opens a directory to be handed to PostgreSQL as file descriptor 3. */
export function openDirectory(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_DIRECTORY);
}

/**
 * Runs one of PostgreSQL's own programs to its end as the given account.
 *
 * @param dataDir handed to the program as `dataDirectoryArgument`
 * @throws the spawn error (`ENOENT`, `EACCES`) when the program cannot be started at all
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: { account: Account; dataDir?: string; input?: string },
): Promise<ProgramResult> {
  const directory = options.dataDir === undefined ? undefined : await openDirectory(options.dataDir);
  try {
    return await runToEnd(file, args, options.account, directory?.fd, options.input ?? "");
  } finally {
    await directory?.close();
  }
}

function runToEnd(
  file: string,
  args: readonly string[],
  account: Account,
  directory: number | undefined,
  input: string,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      // PostgreSQL's programs leave their directory and come back to it by name: it must be one everybody may enter.
      cwd: "/",
      env: cleanEnvironment,
      stdio: ["pipe", "pipe", "pipe", directory ?? "ignore"],
      ...spawnAs(account),
    });
    const { stdin, stdout, stderr } = child;
    const said = { stdout: "", stderr: "" };
    stdout?.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
    });
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      said.stderr += text;
    });
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, ...said }));
    // A program that ends without reading its input closes the pipe; its exit code already tells the story.
    stdin?.on("error", () => undefined);
    stdin?.end(input);
  });
}
