/** Builds the workspaces into their `dist` folders, and knows whether that is still needed. */
import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { findNode } from "./pinned-node.mjs";
import { LaunchError, ROOT, runQuietly } from "./program.mjs";

/** Compiled, in the order of their needs: the server against the contract's and the emulator's declarations. */
const COMPILED = ["contract", "emulator", "server"];
/** Bundled for browsers, out of its own sources and the contract's. */
const BUNDLED = "console";
const WORKSPACES = [...COMPILED, BUNDLED];

/** What a build was made of; stands inside each `dist`, so that deleting one asks for a new build. */
const STAMP = ".made-of";

/** Builds when any source differs from what the last build was made of. @returns {Promise<void>} */
export async function ensureBuilt() {
  const fingerprint = await fingerprintSources();
  const stamps = await Promise.all(
    WORKSPACES.map((name) => readFile(join(ROOT, name, "dist", STAMP), "utf8").catch(() => "")),
  );
  if (stamps.every((stamp) => stamp === fingerprint)) return;
  console.error("Building …");
  await build(fingerprint);
}

/**
 * Builds every workspace. Each is made beside its `dist` and then put in its place, so that a failed build
 * leaves the last good one and a file whose source is gone does not stay.
 * @param {string} [known] The sources' fingerprint, when the caller has it.
 * @returns {Promise<void>}
 */
export async function build(known) {
  const fingerprint = known ?? (await fingerprintSources());
  for (const name of WORKSPACES) {
    const fresh = join(ROOT, name, `dist-${process.pid}`);
    try {
      const { ok, output } = await (name === BUNDLED ? bundle(fresh) : compile(name, fresh));
      if (!ok) throw new LaunchError(`${output}\nThe build of ${name} failed; the compiler's words are above.`);
      await writeFile(join(fresh, STAMP), fingerprint);
      await rm(join(ROOT, name, "dist"), { recursive: true, force: true });
      await rename(fresh, join(ROOT, name, "dist"));
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }
}

/** @param {string} name @param {string} into */
function compile(name, into) {
  const compiler = join(ROOT, "node_modules/.bin/tsc");
  return runQuietly(compiler, ["-p", `${name}/tsconfig.build.json`, "--outDir", into]);
}

/** @param {string} into */
async function bundle(into) {
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  return runQuietly(await findNode(), [vite, "build", BUNDLED, "--outDir", into, "--logLevel", "warn"]);
}

/** @returns {Promise<string>} One digest over everything that decides what the builds write. */
async function fingerprintSources() {
  const hash = createHash("sha256");
  const settings = ["tsconfig.base.json", "package-lock.json", `${BUNDLED}/vite.config.ts`, `${BUNDLED}/index.html`];
  for (const name of COMPILED) settings.push(`${name}/tsconfig.build.json`);
  for (const name of WORKSPACES) settings.push(`${name}/package.json`);
  const folders = [...WORKSPACES.map((name) => join(name, "src")), `${BUNDLED}/public`, `${BUNDLED}/build`];
  const sources = (await Promise.all(folders.map(listSources))).flat();
  for (const path of [...settings, ...sources.sort()]) {
    hash.update(`${path}\0`).update(await readFile(join(ROOT, path)));
  }
  return hash.digest("hex");
}

/**
 * @param {string} folder
 * @returns {Promise<string[]>} Paths from the root; tests are no part of a build.
 */
async function listSources(folder) {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$|\.md$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}
