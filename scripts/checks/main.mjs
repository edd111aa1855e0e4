/**
 * `npm test`: everything CI runs, in one command. First the checks that only read, side by side; then the tests; then, side by
 * side, the browser and the oldest database. A check that cannot run here is named at the end, and with CI=true it is a failure:
 * silence must not pass for success.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { staticSteps } from "./static-steps.mjs";
import { announce, inParallel, runStep } from "./step.mjs";
import { prepareSystem } from "./system-packages.mjs";
import { testSteps } from "./test-steps.mjs";

const started = performance.now();
const missing = await prepareSystem();

/** @type {import("./step.mjs").Outcome[]} */
const outcomes = await inParallel(staticSteps, runStep);
const notRun = missing.map(({ notice }) => notice);
const reports = await mkdtemp(join(tmpdir(), "larkbridge-test-reports-"));
try {
  const { suite, after } = await testSteps(missing, reports);
  announce(suite.name);
  outcomes.push(await runStep(suite));
  // These two wait for browsers and databases most of the time.
  for (const { name } of after) announce(name);
  outcomes.push(...(await inParallel(after, runStep)));
} finally {
  await rm(reports, { recursive: true, force: true });
}
notRun.push(...outcomes.flatMap((outcome) => outcome.notRun));

const failed = outcomes.filter((outcome) => !outcome.ok).map((outcome) => outcome.name);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log("");
for (const notice of notRun) console.log(`Not run: ${notice}`);
if (failed.length > 0) console.log(`Failed in ${seconds} s: ${failed.join(", ")}.`);
else if (notRun.length > 0 && process.env["CI"] === "true")
  console.log(`Failed in ${seconds} s: CI=true and ${notRun.length} not run.`);
else console.log(`Everything that ran passed in ${seconds} s: ${outcomes.length} steps, ${notRun.length} not run.`);
process.exitCode = failed.length > 0 || (notRun.length > 0 && process.env["CI"] === "true") ? 1 : 0;
