import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { errorCodeOf } from "../errors.ts";

const packageSchema = z.object({ version: z.string().regex(/^[\w.+-]+$/) });
const linksSchema = z.array(
  z.object({ source: z.string().startsWith("native/"), target: z.string().startsWith("native/") }),
);

/**
 * Copies a platform package's programs and libraries (60 MB) to the cache once, readable by every account and with the
 * symbolic links that npm could not pack. A copy killed half-way leaves nothing under the final name.
 *
 * @returns the directory that holds `bin`, `lib` and `share`
 */
export async function copyBinaries(packageDir: string, cacheDir: string): Promise<string> {
  const manifest = packageSchema.parse(JSON.parse(await readFile(join(packageDir, "package.json"), "utf8")));
  const destination = join(cacheDir, `postgres-${manifest.version}-${process.arch}`);
  await mkdir(cacheDir, { recursive: true, mode: 0o755 });
  await requireOurs(cacheDir);
  if (await exists(destination)) return destination;
  const unfinished = await mkdtemp(`${destination}.copying-`);
  try {
    const native = join(packageDir, "native");
    await copyTree(native, unfinished);
    const links = linksSchema.parse(JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")));
    for (const { source, target } of links) {
      const link = join(unfinished, relative("native", target));
      await symlink(relative(dirname(target), source), link);
    }
    await rename(unfinished, destination);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process finished the same copy first.
    if (!["ENOTEMPTY", "EEXIST"].includes(errorCodeOf(error) ?? "")) throw error;
  }
  return destination;
}

/** Modes are set by hand: the checkout may have been made under a umask that shuts every other account out. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    // Static libraries are for building against; links are made afresh from the package's own list.
    else if (entry.isFile() && !entry.name.endsWith(".a")) {
      await copyFile(source, target);
      await chmod(target, (await stat(source)).mode | 0o444 | ((await stat(source)).mode & 0o100 ? 0o111 : 0));
    }
  }
}

/** Programs are run from here, so nobody else may be able to put them there. */
async function requireOurs(directory: string): Promise<void> {
  const { uid, mode } = await stat(directory);
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return;
  throw new Error(`${directory} must belong to the account Larkbridge runs as and be writable by nobody else`);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCodeOf(error) === "ENOENT") return false;
    throw error;
  }
}
