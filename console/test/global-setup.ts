import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * Builds the console as it stands, where the server looks for it. Files of earlier builds stay: a server that is
 * running may still send pages that ask for them. The mark of `npm run build` goes, so that the next one starts clean.
 */
export default async function buildConsole(): Promise<void> {
  // Ant Design gives every part one and the same id when it believes itself in a test: labels and Escape would go astray.
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await build({ root, configFile: `${root}vite.config.ts`, logLevel: "warn", build: { emptyOutDir: false } });
  } finally {
    process.env["NODE_ENV"] = before;
  }
  await rm(`${root}dist/.made-of`, { force: true });
}
