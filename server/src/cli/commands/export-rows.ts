import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RequestOf, RouteContract } from "@larkbridge/contract";
import type { Context } from "../context.ts";
import { EXIT, type ExitStatus } from "../exit-status.ts";
import { localProblem } from "../problem.ts";

export type ExportFormat = "jsonl" | "csv";

/**
 * Writes every row of a list, line by line as it arrives: to stdout, or to a file that appears only once it is whole.
 * With `--json` the rows are one array.
 */
export async function exportRows(
  context: Context,
  route: RouteContract,
  request: RequestOf<RouteContract>,
  format: ExportFormat,
  file: string | undefined,
): Promise<ExitStatus> {
  const { output } = context;
  const client = context.client();
  const lines = output.json
    ? arrayLines(client.rows(route, request))
    : format === "csv"
      ? ((await client.bytes(route, request as { query?: object }, "text/csv")) as AsyncIterable<Buffer>)
      : jsonLines(client.rows(route, request));
  if (file === undefined) {
    for await (const line of lines) await output.printRaw(line);
    return EXIT.done;
  }
  await writeWhole(file, Readable.from(lines));
  if (!output.json) output.note(`Written to ${file}.`);
  return EXIT.done;
}

async function* jsonLines(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

async function* arrayLines(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  let first = true;
  for await (const row of rows) {
    yield `${first ? "[" : ","}\n${JSON.stringify(row)}`;
    first = false;
  }
  yield first ? "[]\n" : "\n]\n";
}

/** Writes a file under another name first; only its owner may read it, for it holds people's data. */
export async function writeWhole(file: string, content: Readable): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await pipeline(content, createWriteStream(partial, { mode: 0o600 }));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined || code === "ECONNRESET") throw error;
    throw localProblem("usage_invalid", { problem: `${file} cannot be written (${code}).` });
  }
}
