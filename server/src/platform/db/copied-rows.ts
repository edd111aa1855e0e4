import type { ClientBase } from "pg";
import { to as copyTo } from "pg-copy-streams";

/** The columns of a row as text, NULL as null. */
export type CopiedRow = readonly (string | null)[];

/**
 * Hands the rows of a query on with COPY, the fastest way out: the server goes on sending while rows are taken in, and no
 * column costs more than its text.
 *
 * @param query without parameters; inside a transaction of the client it belongs to that transaction
 * @param take gets a few hundred rows at a time
 * @throws PostgreSQL's own error, and what `take` throws; the client cannot be used any more then
 */
export async function readCopied(
  client: ClientBase,
  query: string,
  take: (rows: readonly CopiedRow[]) => void,
): Promise<void> {
  const reader = new CopyTextReader();
  for await (const chunk of client.query(copyTo(`copy (${query}) to stdout`))) {
    const rows = reader.read(chunk as Buffer);
    if (rows.length > 0) take(rows);
  }
}

const [TAB, NEWLINE, BACKSLASH] = [0x09, 0x0a, 0x5c];

/** Reads COPY's text form, in pieces cut anywhere. */
export class CopyTextReader {
  /** The beginning of a row whose end has not come yet. */
  #rest: Buffer | null = null;

  /** The rows that are whole with this piece. */
  read(piece: Buffer): CopiedRow[] {
    const bytes = this.#rest === null ? piece : Buffer.concat([this.#rest, piece]);
    const rows: CopiedRow[] = [];
    let row: (string | null)[] = [];
    let rowStart = 0;
    let start = 0;
    let isPlain = true;
    let isAscii = true;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte > BACKSLASH) {
        if (byte > 0x7f) isAscii = false;
      } else if (byte === BACKSLASH) isPlain = false;
      else if (byte === TAB || byte === NEWLINE) {
        const text = bytes.toString(isAscii ? "latin1" : "utf8", start, at);
        row.push(isPlain ? text : readEscaped(text));
        isPlain = true;
        isAscii = true;
        start = at + 1;
        if (byte === TAB) continue;
        rows.push(row);
        row = [];
        rowStart = start;
      }
    }
    this.#rest = rowStart === bytes.length ? null : Buffer.from(bytes.subarray(rowStart));
    return rows;
  }
}

const ESCAPED: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** PostgreSQL puts a backslash before what has a meaning to COPY, and writes `\N` for NULL. */
function readEscaped(text: string): string | null {
  if (text === "\\N") return null;
  return text.replace(/\\(.)/gs, (_, character: string) => ESCAPED[character] ?? character);
}
