/** A step of `npm test`: runs, says its name, seconds and verdict, and shows a tool's words only when it fails. */
import { availableParallelism } from "node:os";
import { runQuietly } from "../launch/program.mjs";

/**
 * @typedef {object} Step
 * @property {string} name As the report shows it.
 * @property {string} program
 * @property {readonly string[]} args
 * @property {Record<string, string>} [env]
 * @property {() => Promise<{ said: string, notRun: string[] }>} [summarise] Reads what the program left behind.
 *
 * @typedef {{ name: string, ok: boolean, notRun: string[] }} Outcome `notRun` names the parts it left out.
 */

/**
 * @param {Step} step
 * @returns {Promise<Outcome>}
 */
export async function runStep(step) {
  const started = performance.now();
  const { ok, output } = await runQuietly(step.program, step.args, { env: step.env ?? {} });
  const { said, notRun } = ok && step.summarise ? await step.summarise() : { said: "", notRun: [] };
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${ok ? "ok    " : "FAILED"} ${seconds} s  ${step.name}${said === "" ? "" : `: ${said}`}`);
  if (!ok) console.log(output);
  return { name: step.name, ok, notRun };
}

/** Says on a terminal what takes long, so that nobody takes the wait for a stop. @param {string} name */
export function announce(name) {
  if (process.stderr.isTTY) console.error(`       running  ${name} …`);
}

/**
 * Runs all of them, as many at a time as there are processors.
 * @template Item, Result
 * @param {readonly Item[]} items
 * @param {(item: Item) => Promise<Result>} run
 * @returns {Promise<Result[]>} In the order in which they ended.
 */
export async function inParallel(items, run) {
  const waiting = [...items];
  /** @type {Result[]} */
  const results = [];
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) results.push(await run(item));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}
