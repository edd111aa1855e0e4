import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type OpenDatabase, openDatabase } from "../../src/platform/db/open-database.ts";
import { onDatabase } from "./database-url.ts";

/**
 * Opens a database of the caller's own: a clone of the migrated template, or an empty one. `close()` drops it.
 *
 * Open it once a file (17 ms) in `beforeAll` and close it in `afterAll`.
 */
export async function openTestDatabase(options: { migrated?: boolean } = {}): Promise<OpenDatabase> {
  const { url, template } = inject("testServer");
  const name = `test_${process.pid}_${randomBytes(6).toString("hex")}`;
  const source = (options.migrated ?? true) ? `template ${template} strategy file_copy` : "";
  await administer(url, `create database ${name} ${source}`);
  const idleErrors: Error[] = [];
  const database = openDatabase({ url: onDatabase(url, name), onIdleError: (error) => idleErrors.push(error) });
  return {
    ...database,
    close: async () => {
      await database.close();
      await administer(url, `drop database if exists ${name} with (force)`);
      if (idleErrors[0] !== undefined) throw idleErrors[0];
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
