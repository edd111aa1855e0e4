import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The parts under measurement run as processes of their own, started and stopped here. */

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A part that runs. */
export interface Running {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a built Node program of this repository and waits for the line that tells its address. */
export async function startProgram(
  entry: string,
  args: readonly string[],
  env: { readonly [name: string]: string },
  findUrl: (line: string) => string | null,
): Promise<Running> {
  const child = spawn(process.execPath, [`${root}${entry}`, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    const read = (line: string) => {
      said.push(line);
      if (said.length > 40) said.shift();
      const found = findUrl(line);
      if (found !== null) resolve(found);
    };
    createInterface({ input: child.stdout }).on("line", read);
    createInterface({ input: child.stderr }).on("line", read);
    child.once("exit", (code) =>
      reject(new Error(`${entry} ended with ${code} before it was ready:\n${said.join("\n")}`)),
    );
  });
  return { pid: child.pid ?? 0, url, stop: () => stopChild(child) };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.removeAllListeners("exit");
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

/** The most memory a process ever held at once, in MB (VmHWM), and what it holds now (VmRSS). Linux only. */
export function memoryOf(pid: number): { readonly peakMb: number; readonly nowMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+([0-9]+) kB`, "m").exec(status)?.[1] ?? Number.NaN);
  return { peakMb: kilobytes("VmHWM") / 1024, nowMb: kilobytes("VmRSS") / 1024 };
}

/** Processor time a process has used so far, in its own code and in the system's, in seconds. Linux only. */
export function processorSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name of the program stands in parentheses and may hold anything; user and system time are the 12th and 13th after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** The clock ticks of /proc, the same on every Linux. */
const TICKS_A_SECOND = 100;
