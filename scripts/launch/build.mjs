/** Compiles the workspaces into their `dist` folders, and knows whether that is still needed. */
import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LaunchError, ROOT, runQuietly } from "./program.mjs";

/** In the order of their needs: the server is compiled against the contract's and the emulator's declarations. */
const WORKSPACES = ["contract", "emulator", "server"];

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
 * Compiles every workspace. Each is compiled beside its `dist` and then put in its place, so that a failed build
 * leaves the last good one and a file whose source is gone does not stay.
 * @param {string} [known] The sources' fingerprint, when the caller has it.
 * @returns {Promise<void>}
 */
export async function build(known) {
  const fingerprint = known ?? (await fingerprintSources());
  for (const name of WORKSPACES) {
    const fresh = join(ROOT, name, `dist-${process.pid}`);
    try {
      const compiler = join(ROOT, "node_modules/.bin/tsc");
      const { ok, output } = await runQuietly(compiler, ["-p", `${name}/tsconfig.build.json`, "--outDir", fresh]);
      if (!ok) throw new LaunchError(`${output}\nThe build of ${name} failed; the compiler's words are above.`);
      await writeFile(join(fresh, STAMP), fingerprint);
      await rm(join(ROOT, name, "dist"), { recursive: true, force: true });
      await rename(fresh, join(ROOT, name, "dist"));
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }
}

/** @returns {Promise<string>} One digest over everything that decides what the compiler writes. */
async function fingerprintSources() {
  const hash = createHash("sha256");
  const settings = ["tsconfig.base.json", "package-lock.json"];
  for (const name of WORKSPACES) settings.push(`${name}/package.json`, `${name}/tsconfig.build.json`);
  const sources = (await Promise.all(WORKSPACES.map((name) => listSources(join(name, "src"))))).flat();
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
  const paths = await readdir(join(ROOT, folder), { recursive: true });
  return paths.filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts")).map((path) => join(folder, path));
}
