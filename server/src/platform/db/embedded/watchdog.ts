import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { type Account, spawnAs } from "./account.ts";
import { cleanEnvironment, openDirectory } from "./run-program.ts";

/**
 * Runs the server beside a reader of file descriptor 4, whose other end only our process holds. When we end, however we
 * end, the pipe closes and the server is told to shut down fast; when the server ends, so does the watchdog. It is told
 * again and again: in its first moments the server still ignores the signal.
 */
const script = `
"$@" 4<&- &
server=$!
(read -r _ <&4; while kill -INT "$server"; do sleep 0.2; done 2>/dev/null) &
reader=$!
wait "$server"; status=$?
kill "$reader" 2>/dev/null
exit "$status"`;

/** A server under its watchdog. They keep our process alive while it waits for them, and let it end once `release`d. */
export interface WatchedServer {
  /** Lets our process end while the server runs. */
  release(): void;
  /** Keeps our process alive again, as while it waits for the end. */
  hold(): void;
  /** The server's log, line by line, unread until somebody listens. */
  readonly log: Readable;
  /** Settles when server and watchdog are gone. */
  readonly ended: Promise<{ readonly exitCode: number | null }>;
  /** Asks for a fast shutdown: sessions are cut, everything committed is written. */
  shutDown(): void;
  /** Asks for an immediate shutdown; the next start recovers from the log. */
  abort(): void;
}

/** Starts a server under the watchdog, in a process group of its own so that a terminal's Ctrl-C does not reach it. */
export async function startWatched(
  program: string,
  args: readonly string[],
  options: { account: Account; dataDir: string },
): Promise<WatchedServer> {
  const directory = await openDirectory(options.dataDir);
  try {
    return spawnWatched(program, args, options.account, directory.fd);
  } finally {
    await directory.close();
  }
}

function spawnWatched(program: string, args: readonly string[], account: Account, directory: number): WatchedServer {
  const child: ChildProcess = spawn("/bin/sh", ["-c", script, "larkbridge-postgres", program, ...args], {
    cwd: "/",
    env: cleanEnvironment,
    stdio: ["ignore", "ignore", "pipe", directory, "pipe"],
    detached: true,
    ...spawnAs(account),
  });
  const log = child.stderr;
  const leash = child.stdio[4];
  if (log === null || leash === null || leash === undefined || !("end" in leash)) {
    throw new Error("The watchdog was started without its pipes");
  }
  const ended = new Promise<{ exitCode: number | null }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode }));
  });
  leash.on("error", () => undefined);
  // Node's pipes are sockets, whose types do not show it.
  const handles = [child, log, leash] as unknown as readonly { ref(): void; unref(): void }[];
  return {
    release: () => {
      for (const handle of handles) handle.unref();
    },
    hold: () => {
      for (const handle of handles) handle.ref();
    },
    log,
    ended,
    shutDown: () => leash.end(),
    abort: () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGQUIT");
    },
  };
}
