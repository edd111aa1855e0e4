import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DatabaseError } from "./errors.ts";

/** One numbered step of the schema. */
export interface MigrationFile {
  /** `0001-directory-and-sync` */
  readonly name: string;
  /** A program older than this step may not run on the schema it leaves behind. */
  readonly breaking: boolean;
  readonly sql: string;
  readonly sha256: string;
}

/** `server/migrations`, from the sources and from the build alike. */
export const migrationsDirectory = fileURLToPath(new URL("../../../migrations", import.meta.url));

/**
 * Reads the migrations in their order.
 *
 * @throws DatabaseError `migration_invalid` when a name is not `0001-words.sql`, a number is missing or doubled, or the
 *   first line does not say `-- breaking: yes` or `-- breaking: no`
 */
export async function readMigrationFiles(directory: string = migrationsDirectory): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".sql")).sort();
  return await Promise.all(names.map((name, index) => readMigrationFile(directory, name, index + 1)));
}

async function readMigrationFile(directory: string, fileName: string, expected: number): Promise<MigrationFile> {
  const number = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(fileName)?.[1];
  if (Number(number) !== expected) {
    throw invalid(`${fileName}: expected ${String(expected).padStart(4, "0")}-some-words.sql at this place`);
  }
  const sql = await readFile(join(directory, fileName), "utf8");
  const breaking = /^-- breaking: (yes|no)\n/.exec(sql)?.[1];
  if (breaking === undefined)
    throw invalid(`${fileName}: the first line must be "-- breaking: yes" or "-- breaking: no"`);
  return {
    name: fileName.slice(0, -".sql".length),
    breaking: breaking === "yes",
    sql,
    sha256: createHash("sha256").update(sql).digest("hex"),
  };
}

function invalid(message: string): DatabaseError {
  return new DatabaseError(
    "migration_invalid",
    message,
    "Correct the file's name or first line; see server/migrations.",
  );
}
