import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LEFT_OUT = /^(?:\.git|data|node_modules|coverage|(?:[^/]+\/)dist(?:-\d+)?)$/;

/** A copy of the sources in a temporary folder, where files may be planted. */
export interface RepositoryCopy {
  /** Writes a file, by its path from the root. */
  plant(path: string, text: string): Promise<void>;
  /** Runs a tool of node_modules/.bin in the copy's root and returns all it says, whether it is content or not. */
  ask(tool: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** Copies what a clone would hold; the packages are the originals. */
export async function copyRepository(): Promise<RepositoryCopy> {
  const root = await mkdtemp(join(tmpdir(), "larkbridge-layers-"));
  await cp(ROOT, root, { recursive: true, filter: (source) => !LEFT_OUT.test(relative(ROOT, source)) });
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
  return {
    plant: async (path, text) => {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    },
    ask: (tool, ...args) =>
      new Promise((resolve, reject) => {
        const program = join(ROOT, "node_modules/.bin", tool);
        execFile(program, args, { cwd: root, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
          // A number is the tool's verdict; anything else means that it did not run at all.
          if (error !== null && typeof error.code !== "number") reject(error);
          else resolve(stdout + stderr);
        });
      }),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
