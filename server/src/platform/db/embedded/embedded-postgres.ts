import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError } from "../errors.ts";
import { chooseAccount } from "./account.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { explainFailure, prepareDataDirectory } from "./data-directory.ts";
import { dataDirectoryArgument } from "./run-program.ts";
import { embeddedDatabaseUrl, prepareSocketDirectory, removeSocketDirectory } from "./socket-directory.ts";
import { startWatched, type WatchedServer } from "./watchdog.ts";

/** How long a start waits for a server that still holds the data directory: it may be shutting down (stack.md section 2). */
const lockPatienceMs = 20_000;
/** How long a fast shutdown may take before it becomes an immediate one. */
const shutdownPatienceMs = 30_000;

export interface EmbeddedPostgresOptions {
  /** PostgreSQL's data directory; created when missing. */
  readonly dataDir: string;
  /** LARKBRIDGE_PG_BIN_DIR: the system's programs instead of those from npm. */
  readonly binDir?: string | undefined;
  /** Where a repaired copy of the npm programs is kept. */
  readonly cacheDir?: string | undefined;
  /** False gives up surviving a power cut for speed. For tests only. */
  readonly durable: boolean;
  /** Receives the server's own log lines. */
  readonly log: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** A connection URL over the server's Unix socket; holds no password. */
  readonly url: string;
  readonly major: number;
  /** Settles when the server is gone, asked for or not. */
  readonly ended: Promise<{ readonly exitCode: number | null }>;
  /** Shuts the server down and waits until it is gone. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts our own PostgreSQL and returns when it accepts connections. It listens on a private Unix socket only, runs as an
 * unprivileged account, and ends when this process ends, even by SIGKILL.
 *
 * @throws DatabaseError, most of its `database_*` codes
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const account = await chooseAccount(dataDir);
  const cacheDir = options.cacheDir ?? defaultCacheDir();
  const binaries = await findBinaries({ account, binDir: options.binDir, cacheDir });
  await prepareDataDirectory({ dataDir, account, binaries, durable: options.durable });

  const giveUpAt = performance.now() + lockPatienceMs;
  for (;;) {
    const socketDir = await prepareSocketDirectory(dataDir, account);
    const args = serverArguments(binaries, socketDir, options.durable);
    const server = await startWatched(binaries.postgres, args, { account, dataDir });
    const outcome = await waitUntilReady(server, options.log);
    if (outcome === "ready") return runningServer(server, { dataDir, socketDir, major: binaries.major });
    const words = outcome.join("\n");
    if (!stillHeld.test(words)) throw explainFailure(words, dataDir);
    if (performance.now() > giveUpAt) {
      throw new DatabaseError(
        "database_in_use",
        `Another process has used the database in ${dataDir} for more than ${lockPatienceMs / 1000} seconds.`,
        "Stop the other Larkbridge on this data directory, or give this one its own LARKBRIDGE_DATA_DIR.",
      );
    }
    await delay(250);
  }
}

/** PostgreSQL's words while another server still has the directory, or has just taken its socket's directory away. */
const stillHeld =
  /lock file ".*" already exists|shared memory block .* still in use|could not create lock file ".*": No such file/;

function defaultCacheDir(): string {
  if (process.getuid?.() === 0) return "/var/cache/larkbridge";
  return join(homedir(), ".cache", "larkbridge");
}

function serverArguments(binaries: Binaries, socketDir: string, durable: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "",
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0700",
    max_connections: "40",
    shared_buffers: "128MB",
    // A first sync of a large company writes some 400 MB: with room for it no checkpoint makes it write its pages twice.
    max_wal_size: "1GB",
    wal_compression: "pglz",
    max_parallel_workers_per_gather: "0",
    timezone: "UTC",
    log_timezone: "UTC",
    // The supervisor reads the log: it must come here, in English.
    log_destination: "stderr",
    logging_collector: "off",
    lc_messages: "C",
    cluster_name: "larkbridge",
    // One process of memory instead of several; the setting exists only from 18.
    ...(binaries.major >= 18 ? { io_method: "sync" } : {}),
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const pairs = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", dataDirectoryArgument, ...pairs];
}

/** Reads the log until the server is ready, or returns its last words. The log goes on to `log` either way. */
function waitUntilReady(server: WatchedServer, log: (line: string) => void): Promise<"ready" | string[]> {
  return new Promise((resolve, reject) => {
    const words: string[] = [];
    let ready = false;
    createInterface({ input: server.log }).on("line", (line) => {
      log(line);
      if (ready) return;
      words.push(line);
      if (!line.includes("database system is ready to accept connections")) return;
      ready = true;
      resolve("ready");
    });
    server.ended.then(() => resolve(words), reject);
  });
}

function runningServer(
  server: WatchedServer,
  { dataDir, socketDir, major }: { dataDir: string; socketDir: string; major: number },
): EmbeddedPostgres {
  server.release();
  const stop = async () => {
    server.hold();
    const patience = setTimeout(() => server.abort(), shutdownPatienceMs);
    server.shutDown();
    await server.ended;
    clearTimeout(patience);
    await removeSocketDirectory(socketDir);
  };
  let stopped: Promise<void> | undefined;
  return {
    url: embeddedDatabaseUrl(dataDir),
    major,
    ended: server.ended,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
