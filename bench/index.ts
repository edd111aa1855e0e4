import { readdir } from "node:fs/promises";
import { describeMachine } from "./support/machine.ts";

/**
 * `npm run bench -- <suite> [options]`. Every folder here with an `index.ts` is a suite; it exports `runSuite(args)`.
 * The machine goes to standard error, so that a suite's `--json` stays one value.
 */

const [name, ...args] = process.argv.slice(2);
const suites = await listSuites();
if (name === undefined || !suites.includes(name)) {
  console.error(`Usage: npm run bench -- <suite> [options]\nSuites: ${suites.join(", ")}`);
  process.exitCode = 2;
} else {
  console.error(await describeMachine());
  const suite: { runSuite(args: readonly string[]): Promise<void> } = await import(`./${name}/index.ts`);
  await suite.runSuite(args);
}

async function listSuites(): Promise<string[]> {
  const files = await readdir(import.meta.dirname, { recursive: true });
  return files.flatMap((file) => file.match(/^([a-z-]+)\/index\.ts$/)?.[1] ?? []).sort();
}
