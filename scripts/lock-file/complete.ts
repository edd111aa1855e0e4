import { readFile, writeFile } from "node:fs/promises";
import { findMissingOptionals, lockFile } from "./missing-optionals.ts";

/** `npm run complete-lock`: after a dependency changed, writes what npm left out of package-lock.json. */

const path = new URL("../../package-lock.json", import.meta.url);
const raw: { packages: Record<string, unknown> } = JSON.parse(await readFile(path, "utf8"));
const missing = findMissingOptionals(lockFile.parse(raw));
for (const { path: at, entry } of missing) raw.packages[at] = entry;
// npm's own order, so that its next writing changes no line of this one.
const inOrder = Object.entries(raw.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
if (missing.length > 0)
  await writeFile(path, `${JSON.stringify({ ...raw, packages: Object.fromEntries(inOrder) }, null, 2)}\n`);
console.log(`${missing.length} entries added to package-lock.json.`);
