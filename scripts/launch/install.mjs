/** Installs the packages of package-lock.json when node_modules does not hold exactly them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LaunchError, ROOT, runQuietly } from "./program.mjs";

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean,
 *   os?: string | string[], cpu?: string | string[], libc?: string[] }} Entry
 * @typedef {{ packages: Record<string, Entry> }} Lock
 */

/** Makes node_modules equal to the lock file; silent when it already is. @returns {Promise<void>} */
export async function ensureInstalled() {
  const wanted = await readLock(join(ROOT, "package-lock.json"));
  if (wanted === null) throw new LaunchError("package-lock.json is missing: this is not a whole checkout.");
  const present = await readLock(join(ROOT, "node_modules/.package-lock.json"));
  if (present !== null && holds(present, wanted)) return;
  console.error("Installing packages …");
  const started = Date.now();
  // A production or omit setting of the surroundings would leave out the compiler and the pinned Node.
  const { ok, output } = await runNpm(["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"]);
  if (!ok) throw new LaunchError(`${output}\nnpm ci failed; its words are above.`);
  console.error(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}

/**
 * Whether what npm noted as installed is what the lock file asks for. npm writes its note last, so an install that was
 * cut short has none. Optional packages may be absent: those of other platforms always are.
 * @param {Lock} present
 * @param {Lock} wanted
 */
export function holds(present, wanted) {
  const wantedPaths = Object.keys(wanted.packages).filter((path) => path.includes("node_modules/"));
  return (
    wantedPaths.every((path) => agrees(present.packages[path], /** @type {Entry} */ (wanted.packages[path]))) &&
    Object.keys(present.packages).every((path) => path in wanted.packages)
  );
}

/**
 * @param {Entry | undefined} present
 * @param {Entry} wanted
 */
function agrees(present, wanted) {
  if (present === undefined) return wanted.optional === true && !isForThisMachine(wanted);
  return present.version === wanted.version && present.integrity === wanted.integrity && present.link === wanted.link;
}

/**
 * An optional package with a list of C libraries is left out of the question: which one runs here only npm knows.
 * @param {Entry} entry
 */
function isForThisMachine(entry) {
  const namesThis = (/** @type {string | string[] | undefined} */ names, /** @type {string} */ own) =>
    names !== undefined && [names].flat().includes(own);
  return entry.libc === undefined && namesThis(entry.os, process.platform) && namesThis(entry.cpu, process.arch);
}

/**
 * @param {string} path
 * @returns {Promise<Lock | null>} Null when there is no such file.
 */
async function readLock(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return null;
    throw error;
  }
}

/** @param {readonly string[]} args */
function runNpm(args) {
  // Under `npm run` this is the very npm that called us, which need not be the one on the path.
  const npm = process.env["npm_execpath"];
  return npm === undefined ? runQuietly("npm", args) : runQuietly(process.execPath, [npm, ...args]);
}
