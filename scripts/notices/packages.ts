import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
      os: z.union([z.string(), z.array(z.string())]).optional(),
    }),
  ),
});

const manifest = z.object({
  author: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional(),
});

/** A package that is installed with the product. */
export interface ProductionPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as the package's manifest gives it; empty when it gives none. */
  readonly license: string;
  /** Its author, when the package comes without a licence file of its own and the text must stand in our notices. */
  readonly textlessAuthor: string | null;
}

/** Reads package-lock.json, so that the answer is the same on every platform, whichever binaries are installed on it. */
export async function readProductionPackages(): Promise<ProductionPackage[]> {
  const lock = lockFile.parse(JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8")));
  const found = new Map<string, ProductionPackage>();
  for (const [path, entry] of Object.entries(lock.packages)) {
    const name = path.split("node_modules/").at(-1) ?? "";
    if (!path.includes("node_modules/") || entry.link || entry.dev) continue;
    const version = entry.version ?? "";
    const textlessAuthor = entry.os === undefined ? await findTextlessAuthor(join(ROOT, path)) : null;
    found.set(`${name}@${version}`, { name, version, license: entry.license ?? "", textlessAuthor });
  }
  return [...found.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

async function findTextlessAuthor(folder: string): Promise<string | null> {
  const files = await readdir(folder);
  if (files.some((file) => /^(?:licen[cs]e|copying)/i.test(file))) return null;
  const { author } = manifest.parse(JSON.parse(await readFile(join(folder, "package.json"), "utf8")));
  return author ?? "its authors";
}
