import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** What clients do all at once. */
export interface Load {
  readonly connections: number;
  /** Requests each has under way. */
  readonly inFlight: number;
  /** `connect`: every operation is a connection of its own with one bind. */
  readonly mode: "keep" | "connect";
  /** The first one is sent once on each connection. */
  readonly messages: readonly Buffer[];
}

/** What came of it; times in milliseconds. */
export interface Loaded {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Entries an operation brought, so that it shows when two servers do not do the same. */
  readonly entries: number;
}

/** Compiles the generator into a folder; returns how to run it. */
export async function compileLoad(folder: string) {
  const program = join(folder, "load");
  await promisify(execFile)("/usr/bin/cc", ["-O2", "-o", program, join(import.meta.dirname, "load.c")]);
  let number = 0;
  return async (port: number, load: Load, seconds: number): Promise<Loaded> => {
    const file = join(folder, `load-${number++}`);
    await writeFile(file, Buffer.concat(load.messages));
    const { connections, inFlight, mode } = load;
    const args = [port, connections, inFlight, seconds, mode, file].map(String);
    const { stdout } = await promisify(execFile)(program, args);
    const said = JSON.parse(stdout) as Record<"count" | "seconds" | "p50" | "p99" | "entries" | "refused", number>;
    if (said.refused > 0 || said.count === 0)
      throw new Error(`${said.refused} of ${said.count} operations were refused`);
    return {
      perSecond: said.count / said.seconds,
      p50: said.p50 / 1000,
      p99: said.p99 / 1000,
      entries: said.entries / said.count,
    };
  };
}
