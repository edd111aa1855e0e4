/** The test runs: the whole suite on the PostgreSQL that ships, then what touches a database on the oldest supported. */
import { readdir, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { ROOT } from "../launch/program.mjs";
import { BROWSER, OLDEST_POSTGRES } from "./system-packages.mjs";

/** The vitest project of console/test/vitest.config.ts. */
const IN_A_BROWSER = "browser";

/**
 * @param {readonly import("./system-packages.mjs").SystemPackage[]} missing What this machine has not got.
 * @param {string} reports A folder for the runs' reports.
 * @returns {Promise<{ suite: import("./step.mjs").Step, after: import("./step.mjs").Step[] }>} What comes after the suite may
 *   run side by side.
 */
export async function testSteps(missing, reports) {
  // A worker a core: by itself vitest leaves one core alone, and most files wait for processes of their own half of the time.
  const workers = `--maxWorkers=${availableParallelism()}`;
  const suite = testStep("tests", reports, [workers, `--project=!${IN_A_BROWSER}`], {});
  const after = [];
  if (!missing.includes(BROWSER))
    after.push(testStep("the console in a browser", reports, [`--project=${IN_A_BROWSER}`], {}));
  if (!missing.includes(OLDEST_POSTGRES)) {
    const onDatabase = await listDatabaseTests();
    after.push(
      testStep("database tests on PostgreSQL 15", reports, onDatabase, {
        LARKBRIDGE_PG_BIN_DIR: OLDEST_POSTGRES.provides,
      }),
    );
  }
  return { suite, after };
}

/**
 * @param {string} name
 * @param {string} reports
 * @param {readonly string[]} chosen Files, or a choice of projects; none for all.
 * @param {Record<string, string>} env
 * @returns {import("./step.mjs").Step}
 */
function testStep(name, reports, chosen, env) {
  const report = join(reports, `${name.replaceAll(" ", "-")}.json`);
  return {
    name,
    program: "node_modules/.bin/vitest",
    args: ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...chosen],
    env,
    summarise: () => readReport(report),
  };
}

/**
 * @param {string} path
 * @returns {Promise<{ said: string, notRun: string[] }>} Every skipped test by its full name: none may hide.
 */
async function readReport(path) {
  /** @type {{ testResults: TestFile[] }} */
  const report = JSON.parse(await readFile(path, "utf8"));
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === "passed");
  return {
    said: `${passed.length} tests in ${report.testResults.length} files, longest ${describeLongest(report.testResults)}`,
    notRun: tests.filter((test) => test.status !== "passed").map((test) => `the test "${test.fullName}"`),
  };
}

/** @typedef {{ name: string, startTime: number, endTime: number, assertionResults: { status: string, fullName: string }[] }} TestFile */

/** The files that decide how long everybody waits. @param {TestFile[]} files */
function describeLongest(files) {
  const seconds = (/** @type {TestFile} */ file) => (file.endTime - file.startTime) / 1000;
  const longest = files.toSorted((a, b) => seconds(b) - seconds(a)).slice(0, 3);
  return longest.map((file) => `${relative(ROOT, file.name)} ${seconds(file).toFixed(0)} s`).join(", ");
}

/** @returns {Promise<string[]>} The server's test files that open a database, by what they import. */
async function listDatabaseTests() {
  const server = join(ROOT, "server");
  const files = (await readdir(server, { recursive: true })).filter((file) =>
    /^(?:src|test)\/.*\.test\.ts$/.test(file),
  );
  const opensDatabase = await Promise.all(
    files.map(async (file) => /support\/database\.ts"/.test(await readFile(join(server, file), "utf8"))),
  );
  return files.filter((_, index) => opensDatabase[index]).map((file) => relative(ROOT, join(server, file)));
}
