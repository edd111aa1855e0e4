import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { migrateDatabase } from "./migrate.ts";
import { type MigrationFile, migrationsDirectory, readMigrationFiles } from "./migration-files.ts";
import type { OpenDatabase } from "./open-database.ts";

const opened: OpenDatabase[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
});

async function emptyDatabase(): Promise<OpenDatabase> {
  const database = await openTestDatabase({ migrated: false });
  opened.push(database);
  return database;
}

function step(name: string, sql: string, breaking = false): MigrationFile {
  return { name, breaking, sql, sha256: `sha256 of ${sql}` };
}

async function tables(database: OpenDatabase): Promise<string[]> {
  const { rows } = await database.pool.query(
    "select tablename from pg_tables where schemaname = 'public' and tablename not like '%migration%' order by 1",
  );
  return rows.map(({ tablename }) => tablename);
}

test("four processes that migrate an empty database at once apply each step once", async () => {
  const database = await emptyDatabase();
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrateDatabase({ url: database.url })));
  const files = await readMigrationFiles();
  expect(applied.flat().sort()).toEqual(files.map(({ name }) => name));
  const { rows } = await database.pool.query("select count(*) as times from schema_migration");
  expect(rows).toEqual([{ times: files.length }]);
});

test("a step that fails leaves nothing of itself or of the steps before it, and says which one it was", async () => {
  const database = await emptyDatabase();
  const migrations = [
    step("0001-first", "create table first (id int)"),
    step("0002-second", "create table second (id"),
  ];
  await expect(migrateDatabase({ url: database.url, migrations })).rejects.toMatchObject({
    code: "migration_failed",
    message: expect.stringContaining("0002-second"),
  });
  expect(await tables(database)).toEqual([]);
});

test("an older program runs on a schema that a newer one extended", async () => {
  const database = await emptyDatabase();
  const older = [step("0001-first", "create table first (id int)")];
  await migrateDatabase({ url: database.url, migrations: [...older, step("0002-more", "create table more (id int)")] });
  expect(await migrateDatabase({ url: database.url, migrations: older })).toEqual([]);
  expect(await tables(database)).toEqual(["first", "more"]);
});

test("an older program refuses a schema that a newer one broke", async () => {
  const database = await emptyDatabase();
  const older = [step("0001-first", "create table first (id int)")];
  const breaking = step("0002-rename", "alter table first rename to renamed", true);
  await migrateDatabase({ url: database.url, migrations: [...older, breaking] });
  await expect(migrateDatabase({ url: database.url, migrations: older })).rejects.toMatchObject({
    code: "database_schema_newer",
    message: expect.stringContaining("0002-rename"),
  });
});

test("an applied step that was reworded is refused", async () => {
  const database = await emptyDatabase();
  await migrateDatabase({ url: database.url, migrations: [step("0001-first", "create table first (id int)")] });
  const reworded = [step("0001-first", "create table first (id bigint)")];
  await expect(migrateDatabase({ url: database.url, migrations: reworded })).rejects.toMatchObject({
    code: "migration_invalid",
  });
});

test("a server that does not answer is told apart, without its password", async () => {
  const url = "postgresql://someone:secret-password@127.0.0.1:1/nothing";
  const failure = await migrateDatabase({ url }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "database_unreachable" });
  expect(String(failure)).not.toContain("secret-password");
});

test("a migration file needs its number, its name and its first line", async () => {
  const directory = await mkdtemp(join(tmpdir(), "migrations-"));
  try {
    const first = "0001-directory-and-sync.sql";
    await copyFile(join(migrationsDirectory, first), join(directory, first));
    expect(await readMigrationFiles(directory)).toHaveLength(1);
    await writeFile(join(directory, "0002-unsaid.sql"), "create table unsaid (id int);\n");
    await expect(readMigrationFiles(directory)).rejects.toMatchObject({ code: "migration_invalid" });
    await rm(join(directory, "0002-unsaid.sql"));
    await writeFile(join(directory, "0003-gap.sql"), "-- breaking: no\n");
    await expect(readMigrationFiles(directory)).rejects.toMatchObject({ code: "migration_invalid" });
  } finally {
    await rm(directory, { recursive: true });
  }
});
