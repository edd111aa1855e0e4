import type { Row, Tables } from "./tables.ts";

/** What keeps a dump from being read, and where. */
export class DumpMistake extends Error {
  override readonly name = "DumpMistake";
  readonly line: number;

  constructor(problem: string, line: number) {
    super(problem);
    this.line = line;
  }
}

/**
 * Reads the rows of some tables out of what mysqldump writes: columns from CREATE TABLE, values from INSERT, everything else
 * passed over. Nothing is run, and no other SQL is understood.
 *
 * @throws DumpMistake where the text breaks off or is none of mysqldump's
 */
export function readMysqlDump(text: string, wanted: readonly string[]): Tables {
  const cursor = new Cursor(text);
  const columns = new Map<string, readonly string[]>();
  const tables = new Map<string, Row[]>();
  for (;;) {
    cursor.skipBlank();
    if (cursor.isAtEnd()) return tables;
    const statement = cursor.takeWords();
    if (/^create table( if not exists)?$/i.test(statement)) {
      const table = cursor.takeName();
      columns.set(table, readColumns(cursor));
      if (wanted.includes(table)) tables.set(table, tables.get(table) ?? []);
    } else if (/^(insert|replace)( ignore)? into$/i.test(statement)) {
      const table = cursor.takeName();
      if (wanted.includes(table)) {
        const rows = tables.get(table) ?? [];
        tables.set(table, rows);
        readInsert(cursor, table, columns.get(table), rows);
      }
    }
    cursor.skipStatement();
  }
}

/** Names at the beginning of the definitions between the brackets; keys and constraints begin with a word instead. */
function readColumns(cursor: Cursor): readonly string[] {
  cursor.expect("(");
  const names: string[] = [];
  for (;;) {
    if (cursor.peek() === "`") names.push(cursor.takeName());
    if (cursor.skipDefinition() === ")") return names;
  }
}

function readInsert(cursor: Cursor, table: string, declared: readonly string[] | undefined, rows: Row[]): void {
  let names = declared;
  if (cursor.peek() === "(") {
    cursor.expect("(");
    const own: string[] = [];
    do own.push(cursor.takeName());
    while (cursor.takes(","));
    cursor.expect(")");
    names = own;
  }
  if (names === undefined) throw cursor.mistake(`the columns of ${table} are told nowhere`);
  if (!/^values?$/i.test(cursor.takeWords())) throw cursor.mistake("VALUES is missing");
  do {
    cursor.expect("(");
    const values: (string | null)[] = [];
    do values.push(cursor.takeValue());
    while (cursor.takes(","));
    cursor.expect(")");
    if (values.length !== names.length)
      throw cursor.mistake(`a row of ${table} has ${values.length} values for ${names.length} columns`);
    rows.push(Object.fromEntries(names.map((name, at) => [name, values[at] ?? null])));
  } while (cursor.takes(","));
}

/** What follows a backslash in MySQL's strings; anything else stands for itself. */
const ESCAPES: Readonly<Record<string, string>> = { "0": "\0", b: "\b", n: "\n", r: "\r", t: "\t", Z: "\x1a" };

/** A place in the text. */
class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  mistake(problem: string): DumpMistake {
    return new DumpMistake(problem, this.#text.slice(0, this.#at).split("\n").length);
  }

  isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Blanks, comments, and what only some versions of MySQL are to run. */
  skipBlank(): void {
    const blank = /(?:\s+|--(?=\s|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)+/y;
    blank.lastIndex = this.#at;
    if (blank.test(this.#text)) this.#at = blank.lastIndex;
  }

  peek(): string | undefined {
    this.skipBlank();
    return this.#text[this.#at];
  }

  takes(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#at++;
    return true;
  }

  expect(character: string): void {
    if (!this.takes(character))
      throw this.mistake(this.isAtEnd() ? "the file ends too early" : `${character} is missing`);
  }

  /** The words at the beginning of a statement, up to a name or bracket. */
  takeWords(): string {
    this.skipBlank();
    const words = /[A-Za-z]+(?:[ \t]+[A-Za-z]+)*/y;
    words.lastIndex = this.#at;
    const found = words.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found.replace(/\s+/g, " ");
  }

  /** A name, quoted or not; of one with a database before it, the table's. */
  takeName(): string {
    this.skipBlank();
    const name = /(?:`((?:[^`]|``)*)`|([A-Za-z0-9_$]+))/y;
    name.lastIndex = this.#at;
    const found = name.exec(this.#text);
    if (found === null) throw this.mistake("a name is missing");
    this.#at = name.lastIndex;
    if (this.#text[this.#at] === ".") {
      this.#at++;
      return this.takeName();
    }
    return (found[1] ?? found[2] ?? "").replaceAll("``", "`");
  }

  takeValue(): string | null {
    this.skipBlank();
    const head = /(?:_[a-z0-9]+\s*)?(?=['"])|[xX](?=')|0[xX][0-9a-fA-F]+|[^\s,()'"]+/y;
    head.lastIndex = this.#at;
    const found = head.exec(this.#text)?.[0];
    if (found === undefined) throw this.mistake(this.isAtEnd() ? "the file ends too early" : "a value is missing");
    this.#at += found.length;
    if (/^x$/i.test(found)) return decodeHex(this.#takeString());
    if (found === "" || found.startsWith("_")) return this.#takeString();
    if (/^0x/i.test(found)) return decodeHex(found.slice(2));
    return /^null$/i.test(found) ? null : found;
  }

  #takeString(): string {
    const quote = this.#text[this.#at];
    const begun = this.#at;
    let value = "";
    for (this.#at++; ; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined) {
        this.#at = begun;
        throw this.mistake("a string that begins here does not end");
      }
      if (character === "\\") {
        this.#at++;
        const next = this.#text[this.#at] ?? "";
        value += ESCAPES[next] ?? next;
      } else if (character === quote) {
        if (this.#text[this.#at + 1] !== quote) break;
        value += quote;
        this.#at++;
      } else value += character;
    }
    this.#at++;
    return value;
  }

  /** To the end of a definition, over brackets and strings; says whether it was the last. */
  skipDefinition(): "," | ")" {
    for (let depth = 0; ; ) {
      const character = this.peek();
      if (character === undefined) throw this.mistake("the file ends too early");
      if (character === "'" || character === '"') {
        this.#takeString();
        continue;
      }
      if (character === "`") {
        this.takeName();
        continue;
      }
      this.#at++;
      if (character === "(") depth++;
      else if (character === ")" && depth-- === 0) return ")";
      else if (character === "," && depth === 0) return ",";
    }
  }

  /** To behind the semicolon. */
  skipStatement(): void {
    const plain = /[^;'"`]*/y;
    for (;;) {
      plain.lastIndex = this.#at;
      plain.test(this.#text);
      this.#at = plain.lastIndex;
      const character = this.#text[this.#at];
      if (character === undefined) return;
      if (character === ";") {
        this.#at++;
        return;
      }
      if (character === "`") this.takeName();
      else this.#takeString();
    }
  }
}

function decodeHex(digits: string): string {
  return Buffer.from(digits, "hex").toString("utf8");
}
