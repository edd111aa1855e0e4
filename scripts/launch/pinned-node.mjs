/** Hands over to the Node of the lock file, whatever Node runs npm. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { LaunchError, ROOT, runQuietly } from "./program.mjs";

/** The oldest Node the product runs on; the root package.json says the same under `engines`. */
const OLDEST = [24, 7];

/**
 * Runs the pinned Node with these arguments in this terminal. Its exit status, or the signal that ended it, becomes ours.
 * @param {readonly string[]} args
 * @returns {Promise<void>} When it has ended.
 */
export async function runPinned(args) {
  const node = await findNode();
  const child = spawn(node, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, PATH: pathWithPinnedNode() } });
  forwardSignals(child);
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (signal !== null) {
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      }
      process.exitCode = code ?? 1;
      resolve(undefined);
    });
  });
}

/** @returns {Promise<string>} The Node of the lock file, or the one that runs us if it is recent enough. */
export async function findNode() {
  const pinned = join(ROOT, "node_modules/.bin/node");
  // Asked and not only looked for: on a system without glibc the file is there and does not start.
  if ((await runQuietly(pinned, ["--version"])).ok) return pinned;
  if (isRecentEnough(process.versions.node)) return process.execPath;
  throw new LaunchError(
    `Larkbridge runs on Node ${OLDEST.join(".")} or later. npm brings one for Linux with glibc on x64 and arm64; ` +
      `on ${process.platform} ${process.arch} install Node 24 (this is ${process.versions.node}) and repeat the command.`,
  );
}

/** @param {string} version Such as "24.21.0". */
export function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** Tools of the packages start with `#!/usr/bin/env node`, and shall find the same Node. */
function pathWithPinnedNode() {
  return `${join(ROOT, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`;
}

/**
 * Passes each kind of signal on once, and ends the child when npm, which started us, is gone without a word.
 * @param {import("node:child_process").ChildProcess} child
 */
function forwardSignals(child) {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.once(signal, () => {
      // Later ones come from npm, which sends its own beside the terminal's; passed on, they would look impatient.
      process.on(signal, () => {});
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
      // Ctrl-C reaches the child from the terminal by itself; a SIGINT meant for us alone does not.
      else setTimeout(() => child.kill("SIGTERM"), 3000).unref();
    });
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill("SIGTERM");
  }, 1000).unref();
}
