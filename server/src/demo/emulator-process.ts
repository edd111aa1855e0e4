import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, extname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The emulator as a child process, and the part of its control API the demo uses. */
export interface EmulatorProcess {
  readonly url: string;
  readonly appId: string;
  readonly appSecret: string;
  /** Calls the control API; throws with its answer when it refuses. */
  control<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

interface Started {
  readonly url: string;
  readonly app_id: string;
  readonly app_secret: string;
}

const CONTROL_TIMEOUT_MS = 30_000;

/** Starts it and waits for its address. It ends when this process ends: it loses the channel between them. */
export async function startEmulatorProcess(args: readonly string[]): Promise<EmulatorProcess> {
  const child = spawn(process.execPath, [...emulatorProgram(), ...args, "--json"], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const words: string[] = [];
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => words.push(line));
  const started = await new Promise<Started>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once("line", (line) =>
      resolve(JSON.parse(line) as Started),
    );
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the emulator ended with ${code}: ${words.join(" ")}`)));
  });
  return {
    url: started.url,
    appId: started.app_id,
    appSecret: started.app_secret,
    control: (method, path, body) => callControl(`${started.url}/__emulator${path}`, method, body),
    stop: () => stopChild(child),
  };
}

/** The emulator's own program: its sources beside ours, or its build. */
export function emulatorProgram(): readonly string[] {
  const index = fileURLToPath(import.meta.resolve("@larkbridge/emulator"));
  const entry = join(dirname(index), `cli${extname(index)}`);
  return extname(index) === ".ts" ? ["--conditions=source", entry] : [entry];
}

async function callControl<Answer>(url: string, method: string, body: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    signal: AbortSignal.timeout(CONTROL_TIMEOUT_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the emulator refused ${method} ${url}: ${response.status} ${text}`);
  return JSON.parse(text) as Answer;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
