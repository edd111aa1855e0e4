/**
 * `npm run test:soak`: what takes too long for every day. Thousands of generated directories for each law, hundreds of killed
 * runs, a million hostile LDAP frames, and a company of a million people. Its figures are kept in `docs/soak.md`. One part alone: name it.
 */
import { spawn } from "node:child_process";
import { ROOT } from "../launch/program.mjs";

const VITEST = "node_modules/.bin/vitest";

/** @type {Record<string, { program: string, args: string[], env?: Record<string, string> }>} */
const PARTS = {
  laws: {
    program: VITEST,
    args: ["run", "--project", "server", "--testTimeout=3600000", "src/core"],
    env: { LARKBRIDGE_TEST_RUNS: "20000" },
  },
  "database-laws": {
    program: VITEST,
    args: ["run", "--project", "server", "laws.test.ts", "--exclude=**/core/**"],
    env: { LARKBRIDGE_TEST_RUNS: "3000" },
  },
  kills: {
    program: VITEST,
    args: ["run", "--project", "server", "test/e2e/crash.test.ts"],
    env: { LARKBRIDGE_TEST_KILLS: "500" },
  },
  "ldap-kills": {
    program: VITEST,
    args: ["run", "--project", "server", "test/e2e/ldap-crash.test.ts"],
    env: { LARKBRIDGE_TEST_LDAP_KILLS: "200" },
  },
  "ldap-fuzz": {
    program: VITEST,
    args: ["run", "--project", "server", "test/ldap/fuzz"],
    env: { LARKBRIDGE_TEST_FRAMES: "1000000" },
  },
  million: {
    program: process.execPath,
    args: ["--conditions=source", "bench/index.ts", "sync", "--users", "1000000", "--limited-users", "0"],
  },
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
const unknown = wanted.filter((name) => PARTS[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no part "${unknown[0]}". There are: ${Object.keys(PARTS).join(", ")}.`);
  process.exit(2);
}
const failed = [];
for (const name of wanted) {
  const began = performance.now();
  const ok = await run(PARTS[name]);
  console.log(`${ok ? "ok    " : "FAILED"} ${((performance.now() - began) / 1000).toFixed(0)} s  ${name}`);
  if (!ok) failed.push(name);
}
process.exitCode = failed.length > 0 ? 1 : 0;

/** @param {{ program: string, args: string[], env?: Record<string, string> } | undefined} part */
function run(part) {
  return new Promise((resolve) => {
    if (part === undefined) return resolve(false);
    const child = spawn(part.program, part.args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...part.env } });
    child.once("error", () => resolve(false));
    child.once("close", (code) => resolve(code === 0));
  });
}
