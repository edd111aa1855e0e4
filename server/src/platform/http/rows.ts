import { Readable } from "node:stream";
import type { RowStream } from "@larkbridge/contract";
import { stringify } from "csv-stringify/sync";

export type Format = "json" | "ndjson" | "csv";

const MEDIA_TYPES = {
  json: "application/json",
  ndjson: "application/x-ndjson",
  csv: "text/csv",
} as const;

/** The Content-Type of a format. */
export function contentTypeOf(format: Format): string {
  return `${MEDIA_TYPES[format]}; charset=utf-8`;
}

/** Chooses the format a client prefers (RFC 9110 section 12.5.1); null when it takes none of those offered. */
export function chooseFormat(accept: string | undefined, rows: RowStream | undefined): Format | null {
  const offered: readonly Format[] = ["json", ...(rows?.formats ?? [])];
  const wishes = (accept ?? "*/*")
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
      const quality = parameters.find((text) => text.startsWith("q="))?.slice(2);
      return { range, quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { range } of wishes) {
    const format = offered.find((candidate) => {
      const type = MEDIA_TYPES[candidate];
      return range === "*/*" || range === type || range === `${type.split("/")[0]}/*`;
    });
    if (format) return format;
  }
  return null;
}

/** Rows put together before they are written: large enough to be cheap, small enough to flow. */
const ROWS_A_CHUNK = 200;

/**
 * Writes rows as NDJSON or CSV. The first row is awaited here, so that a failure to begin is still an ordinary error;
 * a failure later on cuts the answer off, which every client notices.
 */
export async function writeRows(
  rows: AsyncIterable<object>,
  format: "ndjson" | "csv",
  stream: RowStream,
): Promise<Readable> {
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  const columns = Object.keys(stream.item.shape);
  const write = format === "csv" ? csvWriter(columns) : ndjsonWriter(columns);

  async function* chunks(): AsyncGenerator<string> {
    try {
      if (format === "csv") yield `${columns.join(",")}\n`;
      let batch: object[] = [];
      for (let next = first; !next.done; next = await iterator.next()) {
        batch.push(next.value);
        if (batch.length < ROWS_A_CHUNK) continue;
        yield write(batch);
        batch = [];
      }
      if (batch.length > 0) yield write(batch);
    } finally {
      await iterator.return?.();
    }
  }
  return Readable.from(chunks(), { objectMode: false });
}

type Row = Readonly<Record<string, unknown>>;

/** Only the columns of the contract, in its order: nothing undeclared leaves the house. */
function ndjsonWriter(columns: readonly string[]): (rows: readonly object[]) => string {
  return (rows) =>
    rows
      .map((row) => `${JSON.stringify(Object.fromEntries(columns.map((key) => [key, (row as Row)[key] ?? null])))}\n`)
      .join("");
}

/** Lists and objects are written as JSON; a text that a spreadsheet would run as a formula is escaped. */
function csvWriter(columns: readonly string[]): (rows: readonly object[]) => string {
  const cell = (value: unknown) =>
    value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  return (rows) =>
    stringify(
      rows.map((row) => columns.map((key) => cell((row as Row)[key]))),
      { escape_formulas: true },
    );
}
