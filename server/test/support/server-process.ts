import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The real program as a process of its own, driven from outside as an administrator's machine would run it. */

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

export const API_TOKEN = "e2e-token-0123456789-abcdefghijklmn";
export const MASTER_KEY = Buffer.alloc(32, 7).toString("base64");

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Everything it wrote so far, standard output and error. */
  readonly output: () => string;
  /** SIGTERM, and waits; returns the exit status. */
  stop(): Promise<number | null>;
  /** SIGKILL, and waits. */
  kill(): Promise<void>;
}

/**
 * Starts `larkbridge serve` on any free port and waits until it is ready. Without LDAP unless a test asks for it: it reads the
 * directory and makes a certificate first. Throws with its output when it ends before.
 */
export async function startServerProcess(
  env: { readonly [name: string]: string | undefined },
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const child = spawnProgram(["serve", "--json", ...args], {
    LARKBRIDGE_HTTP_PORT: "0",
    LARKBRIDGE_LDAP_ENABLED: "false",
    LARKBRIDGE_LDAP_PORT: "0",
    LARKBRIDGE_LDAPS_PORT: "0",
    LARKBRIDGE_API_TOKEN: API_TOKEN,
    LARKBRIDGE_MASTER_KEY: MASTER_KEY,
    ...env,
  });
  const said: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    const read = (line: string) => {
      said.push(line);
      if (line.startsWith('{"url"')) resolve((JSON.parse(line) as { url: string }).url);
    };
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", read);
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", read);
    child.once("exit", (code) => reject(new Error(`serve ended with ${code}:\n${said.join("\n")}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
    return child.exitCode;
  };
  return {
    url,
    pid: child.pid ?? 0,
    output: () => said.join("\n"),
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
  };
}

/** Runs one command to its end. */
export async function runProgram(
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawnProgram(args, env);
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  await once(child, "close");
  return { status: child.exitCode, stdout, stderr };
}

/** Only what a test gives and what a program needs to run at all: no LARKBRIDGE_* of the machine leaks in. */
function spawnProgram(args: readonly string[], env: { readonly [name: string]: string | undefined }): ChildProcess {
  const { PATH, HOME, TMPDIR } = process.env;
  return spawn(process.execPath, ["--conditions=source", main, ...args], {
    env: { PATH, HOME, TMPDIR, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
