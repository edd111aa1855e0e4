import type { PlainError } from "./plain-error.ts";

/** Renders a parsed log record for a person at a terminal: time, level, message, then the rest as `key=value`. */
export function renderLogLine(record: Readonly<Record<string, unknown>>): string {
  const { time, level, msg, err, ...rest } = record;
  const facts = Object.entries(rest).map(([key, value]) => `${key}=${plainValue(value)}`);
  const line = [clockTime(time), String(level).toUpperCase().padEnd(5), msg, ...facts].filter(
    (part) => part !== undefined,
  );
  return line.join(" ") + (err === undefined ? "" : renderError(err as PlainError));
}

function clockTime(time: unknown): string {
  return String(time).slice(11, 23);
}

function plainValue(value: unknown): string {
  return typeof value === "string" && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

function renderError(error: PlainError): string {
  const own = `\n  ${(error.stack ?? `${error.type}: ${error.message}`).replaceAll("\n", "\n  ")}`;
  return own + (error.cause === undefined ? "" : `\n  caused by:${renderError(error.cause)}`);
}
