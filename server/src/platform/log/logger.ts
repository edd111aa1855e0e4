import { type Logger, pino, stdTimeFunctions } from "pino";
import { renderLogLine } from "./log-line.ts";
import { plainError } from "./plain-error.ts";
import { redact } from "./redact.ts";
import type { Secrets } from "./secrets.ts";

export type { Logger } from "pino";

export interface LoggerOptions {
  /** The least urgent level that is written. */
  readonly level: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  readonly secrets: Secrets;
  /** Where lines go; standard output, unless a command keeps that for its own answer. */
  readonly out: { write(line: string): unknown; readonly isTTY?: boolean };
}

/** Makes the process's logger: JSON lines, or readable ones when `out` is a terminal. Errors go under the key `err`. */
export function createLogger({ level, secrets, out }: LoggerOptions): Logger {
  const render = out.isTTY === true ? renderLogLine : JSON.stringify;
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (thrown: unknown) => plainError(thrown), error: (thrown: unknown) => plainError(thrown) },
    },
    {
      // Parsed once more, as whole lines: what any serializer or library put in is looked at too.
      write: (line: string) => {
        out.write(`${render(redact(JSON.parse(line), secrets) as Record<string, unknown>)}\n`);
      },
    },
  );
}
