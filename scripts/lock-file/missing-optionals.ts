import { z } from "zod";

/**
 * npm leaves an optional package out of the lock file when it could not read its manifest at that moment, which happens to
 * binaries of other platforms; `npm ci` then refuses the whole lock file. Such entries are found and written here.
 */

const entry = z.looseObject({
  dev: z.boolean().optional(),
  license: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});

export const lockFile = z.looseObject({ packages: z.record(z.string(), entry) });

export type LockFile = z.infer<typeof lockFile>;

/** What stands for an optional package that npm left out: enough for `npm ci` to see that it is for another machine. */
export interface MissingOptional {
  readonly path: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** Every optional package that some package asks for and the lock file does not hold. */
export function findMissingOptionals(lock: LockFile): MissingOptional[] {
  const found = new Map<string, MissingOptional>();
  for (const [path, { optionalDependencies = {}, dev, license }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isHeld(lock, path, name)) continue;
      const { os, cpu, libc } = platformOf(name);
      // In npm's order of keys, so that its next writing changes no line.
      const entry = { version, cpu, ...(dev ? { dev } : {}), ...(libc ? { libc } : {}), license, optional: true, os };
      const missing = { path: `node_modules/${name}`, entry };
      found.set(missing.path, missing);
    }
  }
  return [...found.values()];
}

/** Looks where Node would look: in the package's own node_modules, then in those above it. */
function isHeld(lock: LockFile, from: string, name: string): boolean {
  const folders = from === "" ? [""] : [from, ...parentsOf(from)];
  return folders.some((folder) => `${folder === "" ? "" : `${folder}/`}node_modules/${name}` in lock.packages);
}

function parentsOf(path: string): string[] {
  const parts = path.split("/node_modules/");
  return [...parts.slice(1).map((_, index) => parts.slice(0, parts.length - 1 - index).join("/node_modules/")), ""];
}

/** Packages of binaries carry their platform in their name, as in `binding-linux-x64-musl`. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc: string[] | null } {
  const words = name.split(/[/-]/);
  const named = (choices: readonly string[]) => words.filter((word) => choices.includes(word)).slice(0, 1);
  const os = named([
    "aix",
    "android",
    "darwin",
    "freebsd",
    "linux",
    "netbsd",
    "openbsd",
    "openharmony",
    "sunos",
    "win32",
  ]);
  const cpu = named(["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"]);
  if (os.length === 0 || cpu.length === 0)
    throw new Error(`The name ${name} does not tell its platform: add it to package-lock.json by hand.`);
  const libc = words.includes("musl") ? ["musl"] : words.includes("gnu") ? ["glibc"] : null;
  return { os, cpu, libc };
}
