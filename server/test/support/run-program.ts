import type { OwnCommands } from "../../src/cli/commands/own.ts";
import { runProgram } from "../../src/cli/program.ts";

export interface ProgramEnd {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramRun {
  readonly env?: { readonly [name: string]: string };
  /** Columns of the terminal; without it stdout and stderr are pipes. */
  readonly terminal?: number;
  readonly own?: Partial<OwnCommands>;
}

/** Runs the program in this process as a shell would, and tells what it wrote. */
export async function runLarkbridge(argv: readonly string[], run: ProgramRun = {}): Promise<ProgramEnd> {
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => ({
    write(chunk: string | Uint8Array) {
      written[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
      return true;
    },
    once: () => undefined,
    ...(run.terminal === undefined ? {} : { isTTY: true, columns: run.terminal }),
  });
  const surroundings = { stdout: sink("stdout"), stderr: sink("stderr"), env: run.env ?? {}, version: "0.0.0" };
  const status = await runProgram(argv, surroundings, (run.own ?? {}) as OwnCommands);
  return { status, ...written };
}
