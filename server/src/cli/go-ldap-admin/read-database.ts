import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { localProblem } from "../problem.ts";
import { DumpMistake, readMysqlDump } from "./mysql-dump.ts";
import { type Row, TABLES, type Tables } from "./tables.ts";

/** Far beyond any such database; what is larger is another file. */
const LARGEST = 512 * 1024 * 1024;
const SQLITE = "SQLite format 3\0";

/** Reads the tables of a dump or a SQLite file of go-ldap-admin; the file is only read. Every failure is a `ProblemError`. */
export async function readDatabase(file: string): Promise<Tables> {
  const isSqlite = readHead(file) === SQLITE;
  const tables = isSqlite ? await readSqlite(file) : readDump(file);
  const missing = TABLES.filter((table) => !tables.has(table));
  if (missing.length > 0)
    throw localProblem("import_file_unknown", { file, reason: `it holds no table ${missing.join(", ")}` });
  return tables;
}

function readHead(file: string): string {
  try {
    if (statSync(file).size > LARGEST) throw Object.assign(new Error(), { code: "too large" });
    const handle = openSync(file, "r");
    try {
      const head = Buffer.alloc(SQLITE.length);
      return head.toString("latin1", 0, readSync(handle, head));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw localProblem("import_file_unreadable", { file, reason: (error as NodeJS.ErrnoException).code ?? null });
  }
}

function readDump(file: string): Tables {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch {
    throw localProblem("import_file_unknown", { file, reason: "it is not UTF-8" });
  }
  try {
    return readMysqlDump(text, TABLES);
  } catch (error) {
    if (!(error instanceof DumpMistake)) throw error;
    throw localProblem("import_dump_malformed", { file, line: error.line, problem: error.message });
  }
}

async function readSqlite(file: string): Promise<Tables> {
  const { DatabaseSync } = await import("node:sqlite");
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const names = database.prepare("select name from sqlite_master where type = 'table'").all();
      const present = TABLES.filter((table) => names.some(({ name }) => name === table));
      return new Map(present.map((table) => [table, database.prepare(`select * from "${table}"`).all().map(toRow)]));
    } finally {
      database.close();
    }
  } catch (error) {
    throw localProblem("import_file_unknown", { file, reason: (error as Error).message });
  }
}

function toRow(row: Record<string, unknown>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value === null || value === undefined ? null : String(value),
    ]),
  );
}
