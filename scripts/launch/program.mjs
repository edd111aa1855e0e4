/** Running a program quietly: its output is kept, and shown only if it fails. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's root, where every command runs whatever the caller's directory is. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A failure the user can act on: its message is the whole story, no stack. */
export class LaunchError extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode] 2 for wrong use, else 1.
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a program in the repository's root to its end.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string> }} [options] Variables to add to ours.
 * @returns {Promise<{ ok: boolean, output: string }>} Both of its streams in the order of arrival.
 */
export function runQuietly(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    const output = () => Buffer.concat(chunks).toString("utf8");
    child.once("error", (error) => resolve({ ok: false, output: `${program}: ${error.message}` }));
    child.once("close", (code) => resolve({ ok: code === 0, output: output() }));
  });
}
