import { execFile } from "node:child_process";

export interface CommandEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program of the system to its end, whatever that is. One that takes too long ends with the code NaN. */
export function runCommand(
  program: string,
  args: readonly string[],
  { input = "", env = {} }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { timeout: 15_000, maxBuffer: 1024 ** 3, env: { ...process.env, ...env } },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
    // A program that has read enough may be gone before the rest is sent.
    child.stdin?.on("error", () => undefined).end(input);
  });
}
