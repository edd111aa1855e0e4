import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ClientBase } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { DatabaseError } from "./errors.ts";

/** A value of a column. Arrays are PostgreSQL's one-dimensional arrays; `undefined` is NULL. */
type Scalar = string | number | bigint | boolean | Date | Uint8Array | null | undefined;

/**
 * How a column's values are written: `value` for scalars, `array` for one-dimensional arrays of them, `json` for json and
 * jsonb, where `null` is NULL and not JSON's null.
 */
export type ColumnForm = "value" | "array" | "json";

/**
 * Streams rows into a table with COPY, the fastest way in. Inside a transaction of the client it belongs to that
 * transaction; outside it is one. Rows that may exist already go to a temporary table first.
 *
 * @param columns which properties of a row go to which columns, by one name, and in which form
 * @returns how many rows were written
 * @throws DatabaseError `row_invalid` for a value that has no text, and PostgreSQL's own error for one it refuses
 */
export async function copyRows<Name extends string>(
  client: ClientBase,
  table: string,
  columns: Readonly<Record<Name, ColumnForm>>,
  rows: Iterable<Readonly<Record<Name, unknown>>> | AsyncIterable<Readonly<Record<Name, unknown>>>,
): Promise<number> {
  const forms = Object.entries(columns) as [Name, ColumnForm][];
  const names = forms.map(([name]) => client.escapeIdentifier(name)).join(", ");
  const copy = client.query(copyFrom(`copy ${client.escapeIdentifier(table)} (${names}) from stdin`));
  await pipeline(Readable.from(writePieces(forms, rows), { objectMode: false }), copy);
  return copy.rowCount;
}

/** About how much text goes to the server at once. */
const pieceLength = 64 * 1024;

async function* writePieces<Name extends string>(
  forms: readonly [Name, ColumnForm][],
  rows: Iterable<Readonly<Record<Name, unknown>>> | AsyncIterable<Readonly<Record<Name, unknown>>>,
): AsyncGenerator<Buffer> {
  let piece = "";
  for await (const row of rows) {
    let separator = "";
    for (const [name, form] of forms) {
      piece += separator + writeColumn(name, form, row[name]);
      separator = "\t";
    }
    piece += "\n";
    if (piece.length < pieceLength) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  if (piece.length > 0) yield Buffer.from(piece);
}

function writeColumn(name: string, form: ColumnForm, value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (form === "json") return escapeText(name, JSON.stringify(value));
  if (form === "value") return escapeText(name, writeScalar(name, value as Scalar));
  if (!Array.isArray(value)) throw invalid(name, "is not an array");
  return escapeText(name, `{${value.map((element: Scalar) => writeElement(name, element)).join(",")}}`);
}

function writeElement(name: string, element: Scalar): string {
  if (element === null || element === undefined) return "NULL";
  return `"${writeScalar(name, element).replace(/["\\]/g, "\\$&")}"`;
}

function writeScalar(name: string, value: Scalar): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`;
  throw invalid(name, `is ${typeof value} and has no text`);
}

/** What COPY's text form gives a meaning to. PostgreSQL knows no U+0000 and no half surrogate pairs at all. */
const special = /[\\\t\n\r\0]/;
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escapeText(name: string, text: string): string {
  if (!text.isWellFormed()) throw invalid(name, "holds half of a character");
  if (!special.test(text)) return text;
  return text.replace(/[\\\t\n\r\0]/g, (character) => {
    const escaped = escapes[character];
    if (escaped === undefined) throw invalid(name, "holds U+0000");
    return escaped;
  });
}

function invalid(column: string, why: string): DatabaseError {
  return new DatabaseError(
    "row_invalid",
    `A row cannot be written: its ${column} ${why}.`,
    "Correct the record it comes from; nothing of this batch was written.",
  );
}
