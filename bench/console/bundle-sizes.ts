import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Budgets of ux.md 2.4, in bytes of gzip. */
export const FIRST_VIEW_BUDGET = 300_000;
export const ROUTE_BUDGET = 120_000;

interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

/** JavaScript of a page, over the wire. */
export interface PageSize {
  readonly page: string;
  /** Beyond the frame, which every page has around it. */
  readonly bytes: number;
}

/**
 * Weighs a build by its manifest: the first view is the entry, the sign-in page and one language's words of the frame;
 * every other page is what it brings beyond the entry and the frame around every page.
 */
export async function weighBuild(folder: string): Promise<{ readonly firstView: number; readonly pages: PageSize[] }> {
  const manifest = JSON.parse(await readFile(join(folder, ".vite/manifest.json"), "utf8")) as Manifest;
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
  if (entry === undefined) throw new Error("The build has no entry");
  const isPage = (key: string) => manifest[key]?.isDynamicEntry === true && /-page\.tsx$/.test(key);
  const signIn = Object.keys(manifest).filter((key) => isPage(key) && key.endsWith("/sign-in-page.tsx"));
  const words = ["src/app/texts.zh.ts", "src/design/texts.zh.ts", "src/i18n/problems.zh.ts"];
  const first = closureOf(manifest, [entry, ...signIn, ...words, "src/features/access/texts.zh.ts"]);
  const frame = closureOf(manifest, [entry, "src/app/shell.tsx"]);
  const pages = await Promise.all(
    Object.keys(manifest)
      .filter(isPage)
      .map(async (key) => {
        const own = [...closureOf(manifest, [key])].filter((file) => !frame.has(file));
        return { page: key.replace(/^src\/features\/|\.tsx$/g, ""), bytes: await weigh(folder, own) };
      }),
  );
  return { firstView: await weigh(folder, [...first]), pages: pages.sort((a, b) => b.bytes - a.bytes) };
}

/** The files that come with these modules, by static imports. */
function closureOf(manifest: Manifest, keys: readonly string[]): Set<string> {
  const files = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const key of keys) visit(key);
  return files;
}

async function weigh(folder: string, files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (await readCompressed(join(folder, file))).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** As the server sends it to a browser that takes gzip; files below a kilobyte are sent as they are. */
async function readCompressed(path: string): Promise<Buffer> {
  try {
    return await readFile(`${path}.gz`);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return readFile(path);
    throw error;
  }
}
