import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { DatabaseError, errorCodeOf, messageOf } from "../errors.ts";
import { applyMigrations } from "../migrate.ts";
import { type MigrationFile, readMigrationFiles } from "../migration-files.ts";
import { withSingleConnection } from "../single-connection.ts";
import {
  type BackupHeader,
  corruptBackup,
  endSchema,
  headerSchema,
  newerBackup,
  startDigest,
  tableEndSchema,
  tableSchema,
} from "./backup-format.ts";
import { BackupReader } from "./backup-reader.ts";
import { addForeignKeys, dropForeignKeys } from "./foreign-keys.ts";
import { dropOurTables, type OurTable, readMigrationNames, readOurTables } from "./our-tables.ts";
import { copyStatement } from "./start-backup.ts";

/** What a restore brought back. */
export interface RestoreSummary {
  readonly tables: number;
  readonly rows: number;
  /** When the backup was taken, RFC 3339 in UTC. */
  readonly createdAt: string;
  readonly appVersion: string;
  /** Of the master key that the restored secrets need; null when there are none. */
  readonly keyId: string | null;
}

export interface RestoreOptions {
  readonly url: string;
  readonly file: Readable;
  /** Throws away what the database holds; without it a database with data in it is refused. */
  readonly replace: boolean;
  readonly migrations?: readonly MigrationFile[];
}

/**
 * Fills a database from a backup, in one transaction: afterwards either everything is there and at this program's schema,
 * or nothing has changed. No other Larkbridge may be connected.
 *
 * @throws DatabaseError `backup_foreign`, `backup_newer`, `backup_truncated`, `backup_corrupt`, `database_not_empty`,
 *   `database_in_use`, `database_unreachable`, `database_too_old`, `migration_failed`
 */
export async function restoreDatabase(options: RestoreOptions): Promise<RestoreSummary> {
  const migrations = options.migrations ?? (await readMigrationFiles());
  const reader = new BackupReader(options.file);
  try {
    // What cannot be restored at all is refused before the database is touched.
    await reader.readMagic();
    const header = await reader.readJson(headerSchema);
    const known = selectMigrations(header, migrations);
    const counts = await withSingleConnection(options.url, async ({ client, kysely }) => {
      const restored = await kysely.transaction().execute(async (tx) => {
        await makeRoom(client, options.replace);
        await applyMigrations(tx, known);
        const filled = await fill(client, reader);
        await applyMigrations(tx, migrations);
        return filled;
      });
      // Fresh tables have no statistics, and the planner guesses badly without them (stack.md section 2).
      await client.query("analyze");
      return restored;
    });
    return { ...counts, createdAt: header.created_at, appVersion: header.app_version, keyId: header.key_id };
  } finally {
    await reader.close();
  }
}

/** The steps that make the schema the backup was written from. */
function selectMigrations(header: BackupHeader, migrations: readonly MigrationFile[]): MigrationFile[] {
  return header.migrations.map((name, index) => {
    const migration = migrations[index];
    if (migration?.name === name) return migration;
    throw newerBackup(`its schema has ${name}, which version ${header.app_version} brought`);
  });
}

async function makeRoom(client: pg.ClientBase, replace: boolean): Promise<void> {
  const { rows: others } = await client.query(
    `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and application_name like 'larkbridge%'`,
  );
  if (others.length > 0) {
    throw new DatabaseError(
      "database_in_use",
      "A running Larkbridge is connected to the database that should be restored.",
      "Stop every Larkbridge on this database, then restore.",
    );
  }
  const tables = await readOurTables(client);
  const ours = (await readMigrationNames(client)).length > 0;
  const occupied = ours ? await findOccupied(client, tables) : tables[0]?.name;
  if (occupied !== undefined && !(ours && replace)) {
    throw new DatabaseError(
      "database_not_empty",
      ours
        ? `The database holds data already, in ${occupied} for one.`
        : `The database holds another program's tables, ${occupied} for one.`,
      ours
        ? "Restore into an empty database, or say --replace to throw its data away."
        : "Give Larkbridge a database of its own.",
    );
  }
  await dropOurTables(client, tables);
  // Jobs speak of the directory that was; the server makes the queue's tables anew when it starts.
  await client.query("drop schema if exists pgboss cascade");
}

async function findOccupied(client: pg.ClientBase, tables: readonly OurTable[]): Promise<string | undefined> {
  for (const { name, single } of tables) {
    if (single) continue;
    const { rows } = await client.query(`select 1 from ${client.escapeIdentifier(name)} limit 1`);
    if (rows.length > 0) return name;
  }
  return undefined;
}

async function fill(client: pg.ClientBase, reader: BackupReader): Promise<{ tables: number; rows: number }> {
  const tables = await readOurTables(client);
  const keys = await dropForeignKeys(client);
  let total = 0;
  for (const table of tables) {
    const announced = await reader.readJson(tableSchema);
    const fits = announced.table === table.name && announced.columns.join("\t") === table.columns.join("\t");
    if (!fits) throw corruptBackup(`it has ${announced.table} where ${table.name} was expected, or other columns`);
    total += await fillTable(client, reader, table);
  }
  const sha256 = reader.frameDigest();
  const end = await reader.readJson(endSchema);
  if (end.sha256 !== sha256 || end.rows !== total || end.tables !== tables.length) {
    throw corruptBackup("it does not hold what its last line says");
  }
  await reader.readEnd();
  await asCorrupt("rows", () => addForeignKeys(client, keys));
  return { tables: tables.length, rows: total };
}

async function fillTable(client: pg.ClientBase, reader: BackupReader, table: OurTable): Promise<number> {
  // Rows that a migration puts in are in the backup as well.
  await client.query(`truncate ${client.escapeIdentifier(table.name)}`);
  const digest = startDigest();
  const copy = client.query(copyFrom(copyStatement(client, table, "from stdin")));
  const rows = async function* () {
    for await (const piece of reader.readRows()) {
      digest.update(piece);
      yield piece;
    }
  };
  await asCorrupt(table.name, () => pipeline(rows, copy));
  const end = await reader.readJson(tableEndSchema);
  if (end.rows !== copy.rowCount || end.sha256 !== digest.digest("hex")) {
    throw corruptBackup(`the rows of ${table.name} are not those that were written`);
  }
  for (const { column, last_value, is_called } of end.sequences) {
    const sequence = table.sequences.find((one) => one.column === column)?.sequence;
    if (sequence === undefined) throw corruptBackup(`${table.name} has no numbered column ${column}`);
    await client.query("select setval($1::regclass, $2, $3)", [sequence, last_value, is_called]);
  }
  return end.rows;
}

/** PostgreSQL refusing the data (classes 22 and 23) means that the file does not hold what it should. */
async function asCorrupt(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (/^2[23]/.test(errorCodeOf(error) ?? ""))
      throw corruptBackup(`PostgreSQL refuses ${what}: ${messageOf(error)}`, error);
    throw error;
  }
}
