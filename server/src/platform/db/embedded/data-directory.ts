import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DatabaseError, errorCodeOf } from "../errors.ts";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { dataDirectoryArgument, runProgram } from "./run-program.ts";
import { embeddedRole } from "./socket-directory.ts";

interface NewDataDirectory {
  readonly dataDir: string;
  readonly account: Account;
  readonly binaries: Binaries;
  readonly durable: boolean;
}

/**
 * Makes sure `dataDir` holds a data directory of this PostgreSQL major version, creating it if there is none. It is made
 * in a sibling and renamed into place, so a killed first start leaves nothing that looks like a database.
 *
 * @throws DatabaseError `database_directory_foreign`, `database_version_mismatch`, `database_permission`,
 *   `database_disk_full`, `database_start_failed`
 */
export async function prepareDataDirectory(options: NewDataDirectory): Promise<void> {
  const found = await readMajor(options.dataDir);
  if (found === undefined) return await createDataDirectory(options);
  if (found === options.binaries.major) return;
  throw new DatabaseError(
    "database_version_mismatch",
    `${options.dataDir} was made by PostgreSQL ${found}, and the programs here are PostgreSQL ${options.binaries.major}.`,
    `Start once with LARKBRIDGE_PG_BIN_DIR set to PostgreSQL ${found}, run \`larkbridge backup\`, then restore it into a new data directory.`,
  );
}

/** The major version a data directory belongs to; undefined when there is none yet. */
async function readMajor(dataDir: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(join(dataDir, "PG_VERSION"), "utf8"), 10);
  } catch (error) {
    if (errorCodeOf(error) !== "ENOENT") throw explainFileError(error, dataDir);
  }
  const entries = await listOrNothing(dataDir);
  if (entries.length > 0) throw foreignDirectory(dataDir);
  return undefined;
}

async function createDataDirectory(options: NewDataDirectory): Promise<void> {
  const { dataDir, account } = options;
  try {
    await mkdir(dirname(dataDir), { recursive: true });
    await removeAbandoned(dataDir);
    const unfinished = await mkdtemp(`${dataDir}.initializing-${process.pid}-`);
    try {
      await chmod(unfinished, 0o700);
      if (account.dropRights) await chown(unfinished, account.uid, account.gid);
      await initialise(options, unfinished);
      await moveIntoPlace(unfinished, dataDir);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  } catch (error) {
    throw error instanceof DatabaseError ? error : explainFileError(error, dataDir);
  }
}

async function moveIntoPlace(unfinished: string, dataDir: string): Promise<void> {
  try {
    await rename(unfinished, dataDir);
  } catch (error) {
    // Another process created the same data directory first: the lock file will tell the two apart.
    if (!["ENOTEMPTY", "EEXIST"].includes(errorCodeOf(error) ?? "")) throw error;
  }
}

async function initialise(options: NewDataDirectory, unfinished: string): Promise<void> {
  const { binaries, account, durable } = options;
  // The collation must not change under the indexes when the host's C library is upgraded.
  const locale =
    binaries.major >= 17
      ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
      : ["--locale=C.UTF-8", "--lc-messages=C"];
  const steps: [string, string[], string][] = [
    [
      binaries.initdb,
      [
        `--pgdata=${dataDirectoryArgument}`,
        `--username=${embeddedRole}`,
        // Who may connect is decided by the mode of the socket's directory.
        "--auth=trust",
        "--encoding=UTF8",
        "--data-checksums",
        ...locale,
        ...(durable ? [] : ["--no-sync"]),
      ],
      "",
    ],
    [
      binaries.postgres,
      ["--single", "-D", dataDirectoryArgument, ...(durable ? [] : ["-F"]), "postgres"],
      `create database ${embeddedRole}\n`,
    ],
  ];
  for (const [program, args, input] of steps) {
    const { exitCode, stderr } = await runProgram(program, args, { account, dataDir: unfinished, input });
    if (exitCode !== 0 || /\b(?:FATAL|ERROR|PANIC):/.test(stderr)) throw explainFailure(stderr, options.dataDir);
  }
}

/** Removes what first starts that were killed left behind. */
async function removeAbandoned(dataDir: string): Promise<void> {
  const prefix = `${basename(dataDir)}.initializing-`;
  for (const name of await listOrNothing(dirname(dataDir))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (pid !== process.pid && isAlive(pid)) continue;
    // Its programs may outlive their killed parent by a moment, and still write.
    await rm(join(dirname(dataDir), name), { recursive: true, force: true, maxRetries: 10 });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCodeOf(error) === "EPERM";
  }
}

async function listOrNothing(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCodeOf(error) === "ENOENT") return [];
    throw explainFileError(error, directory);
  }
}

function explainFileError(error: unknown, path: string): unknown {
  const code = errorCodeOf(error);
  if (code === "ENOTDIR" || code === "EEXIST") return foreignDirectory(path, error);
  return (
    explainCode(code === "EACCES" || code === "EPERM" || code === "EROFS", code === "ENOSPC", path, error) ?? error
  );
}

function foreignDirectory(path: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    "database_directory_foreign",
    `${path} is not a PostgreSQL data directory: something else is there.`,
    "Choose an empty directory for LARKBRIDGE_DATA_DIR, or move what is there away.",
    { cause },
  );
}

/** Turns PostgreSQL's own words about a start that failed into a classified error. */
export function explainFailure(stderr: string, path: string): DatabaseError {
  const reason = stderr.trim().split("\n").slice(-5).join("\n");
  const known = explainCode(
    /Permission denied|wrong ownership/i.test(stderr),
    /No space left/i.test(stderr),
    path,
    reason,
  );
  return (
    known ??
    new DatabaseError(
      "database_start_failed",
      `PostgreSQL could not be started on ${path}: ${reason}`,
      "Read PostgreSQL's own words above; a damaged data directory is replaced by restoring a backup into a new one.",
    )
  );
}

function explainCode(permission: boolean, full: boolean, path: string, cause: unknown): DatabaseError | undefined {
  if (permission) {
    return new DatabaseError(
      "database_permission",
      `The account that runs the database may not use ${path}.`,
      "Give the directory to the account Larkbridge runs as (chown -R), or choose another LARKBRIDGE_DATA_DIR.",
      { cause },
    );
  }
  if (full) {
    return new DatabaseError(
      "database_disk_full",
      `There is no space left for the database in ${path}.`,
      "Free some space on that disk, or choose another LARKBRIDGE_DATA_DIR.",
      { cause },
    );
  }
  return undefined;
}
