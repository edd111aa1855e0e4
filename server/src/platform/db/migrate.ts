import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { DatabaseError, messageOf } from "./errors.ts";
import { type MigrationFile, readMigrationFiles } from "./migration-files.ts";
import { withSingleConnection } from "./single-connection.ts";

/** What a database remembers of a migration, so that programs which do not have its file can judge it. */
interface AppliedMigration {
  name: string;
  breaking: boolean;
  sha256: string;
}

type MigrationDatabase = { schema_migration: AppliedMigration };

/**
 * Brings a database to this program's schema. All pending steps are one transaction, and of several processes that start
 * at once one does the work while the others wait for it.
 *
 * @returns the names of the steps this call applied
 * @throws DatabaseError `database_too_old`, `database_schema_newer`, `migration_invalid`, `migration_failed`,
 *   `database_unreachable`
 */
export async function migrateDatabase(options: { url: string; migrations?: MigrationFile[] }): Promise<string[]> {
  const migrations = options.migrations ?? (await readMigrationFiles());
  // A connection without time limits: building an index, or waiting for the process that does, may take its time.
  return await withSingleConnection(options.url, ({ kysely }) => applyMigrations(kysely, migrations));
}

/**
 * Applies the given steps that the database lacks, on a connection or inside a transaction of the caller.
 * Names recorded by a newer program are kept as they are, unless one of them was breaking.
 */
export async function applyMigrations(
  // biome-ignore lint/suspicious/noExplicitAny: any caller's tables will do, the steps are raw SQL.
  kysely: Kysely<any>,
  migrations: readonly MigrationFile[],
): Promise<string[]> {
  const provided: Record<string, Migration> = {};
  for (const migration of migrations) provided[migration.name] = { up: (db) => applyFile(db, migration) };
  for (const name of await judgeApplied(kysely, migrations)) provided[name] = { up: () => neverRuns(name) };
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => provided } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof DatabaseError ? error : failed("The migration failed", error);
  return (results ?? []).map(({ migrationName }) => migrationName);
}

async function applyFile(db: Kysely<MigrationDatabase>, migration: MigrationFile): Promise<void> {
  try {
    await sql.raw(migration.sql).execute(db);
    await sql`create table if not exists schema_migration (
      name text primary key, breaking boolean not null, sha256 text not null, applied_at timestamptz not null default now()
    )`.execute(db);
    const { name, breaking, sha256 } = migration;
    await db.insertInto("schema_migration").values({ name, breaking, sha256 }).execute();
  } catch (error) {
    throw failed(`Migration ${migration.name} failed`, error);
  }
}

/** Compares what was applied with what we have; returns the harmless names that only a newer program knows. */
async function judgeApplied(db: Kysely<MigrationDatabase>, migrations: readonly MigrationFile[]): Promise<string[]> {
  const { rows } = await sql<{
    present: boolean;
  }>`select to_regclass('schema_migration') is not null as present`.execute(db);
  if (rows[0]?.present !== true) return [];
  const applied = await db.selectFrom("schema_migration").select(["name", "breaking", "sha256"]).execute();
  const ours = new Map(migrations.map((migration) => [migration.name, migration]));
  const newer = applied.filter(({ name }) => !ours.has(name));
  const breaking = newer.find((migration) => migration.breaking);
  if (breaking !== undefined) {
    throw new DatabaseError(
      "database_schema_newer",
      `A newer Larkbridge has changed this database (${breaking.name}) in a way this version cannot work with.`,
      "Run the newer version, or restore a backup that was made before the upgrade.",
    );
  }
  const changed = applied.find(({ name, sha256 }) => ours.has(name) && ours.get(name)?.sha256 !== sha256);
  if (changed !== undefined) {
    throw new DatabaseError(
      "migration_invalid",
      `Migration ${changed.name} was applied to this database in another wording than this program holds.`,
      "An applied migration is never edited: install an official version, or restore a backup into a new database.",
    );
  }
  return newer.map(({ name }) => name);
}

async function neverRuns(name: string): Promise<void> {
  throw new Error(`Migration ${name} belongs to a newer version and is already applied`);
}

function failed(what: string, error: unknown): DatabaseError {
  return new DatabaseError(
    "migration_failed",
    `${what}: ${messageOf(error)}`,
    "Nothing was changed. Report this together with the version you came from; the database keeps working with that version.",
    { cause: error },
  );
}
