import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * Builds the console as it stands, where the server looks for it. Files of earlier builds stay: a server that is
 * running may still send pages that ask for them. The mark of `npm run build` goes, so that the next one starts clean.
 */
export default async function buildConsole(): Promise<void> {
  await build({ root, configFile: `${root}vite.config.ts`, logLevel: "warn", build: { emptyOutDir: false } });
  await rm(`${root}dist/.made-of`, { force: true });
}
