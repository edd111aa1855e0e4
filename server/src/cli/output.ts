import { styleText } from "node:util";
import type { Problem } from "@larkbridge/contract";
import { plain } from "./text.ts";

/** Where a program writes to: a stream of the process, or a test's. */
export interface Sink {
  /** Returns false when it has more than it likes to hold; `drain` tells when it takes more. */
  write(chunk: string | Uint8Array): boolean;
  once(event: "drain", listener: () => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export type Colour = "red" | "green" | "yellow" | "cyan" | "gray" | "bold";

/** Everything the program says. Results go to stdout, everything else to stderr. */
export interface Output {
  readonly json: boolean;
  /** Columns of a line; without a terminal lines are as long as they need to be. */
  readonly width: number;
  /** Whether somebody watches stderr live. */
  readonly watched: boolean;
  print(text: string): void;
  /** The one value of `--json`. */
  printJson(value: unknown): void;
  /** Writes bytes or text as they are, no faster than the reader takes them. */
  printRaw(chunk: string | Uint8Array): Promise<void>;
  /** Colours where stdout is a terminal and NO_COLOR is not set. */
  paint(colour: Colour, text: string): string;
  note(text: string): void;
  /** Replaces the line before it on a terminal; empty clears it. */
  progress(text: string): void;
  printProblem(problem: Problem): void;
}

const UNLIMITED = 10_000;

/** Makes the output of one command. */
export function makeOutput(
  sinks: { readonly stdout: Sink; readonly stderr: Sink },
  env: { readonly [name: string]: string | undefined },
  json: boolean,
): Output {
  const { stdout, stderr } = sinks;
  const colours = stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  const paint = (colour: Colour, text: string) => (colours ? styleText(colour, text, { validateStream: false }) : text);
  return {
    json,
    width: stdout.isTTY ? (stdout.columns ?? 80) : UNLIMITED,
    watched: stderr.isTTY === true,
    print: (text) => void stdout.write(`${text}\n`),
    printJson: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    async printRaw(chunk) {
      if (!stdout.write(chunk)) await new Promise<void>((resolve) => stdout.once("drain", resolve));
    },
    paint,
    note: (text) => void stderr.write(`${text}\n`),
    progress: (text) => {
      if (stderr.isTTY) stderr.write(`\r\u001b[2K${text}`);
      else if (text !== "") stderr.write(`${text}\n`);
    },
    printProblem(problem) {
      if (json) {
        stdout.write(`${JSON.stringify(problem, null, 2)}\n`);
        return;
      }
      const lines = [
        `${paint("red", "error")} ${problem.code}: ${plain(problem.detail)}`,
        ...(problem.errors ?? []).map((place) => `  ${plain(`${place.in} ${place.path}: ${place.message}`)}`),
        ...(problem.reasons ?? []).flatMap((reason) => [
          `  ${reason.code}: ${plain(reason.message)}`,
          `    ${plain(reason.cure)}`,
        ]),
        `  ${plain(problem.cure)}`,
        ...(problem.request_id ? [paint("gray", `  request ${problem.request_id}`)] : []),
      ];
      stderr.write(`${lines.join("\n")}\n`);
    },
  };
}
