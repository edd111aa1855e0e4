/** The checks that read the sources and run none of them. */

/** @type {(name: string, program: string, ...args: string[]) => import("./step.mjs").Step} */
const step = (name, program, ...args) => ({ name, program: `node_modules/.bin/${program}`, args });

/** @type {readonly import("./step.mjs").Step[]} */
export const staticSteps = [
  { name: "build", program: process.execPath, args: ["scripts/run.mjs", "build"] },
  step("types of the contract", "tsc", "-p", "contract"),
  step("types of the emulator", "tsc", "-p", "emulator"),
  step("types of the server", "tsc", "-p", "server"),
  step("types of the console", "tsc", "-p", "console"),
  step("types of the core, without Node", "tsc", "-p", "server/src/core"),
  step("types of bench and scripts", "tsc", "-p", "."),
  step("format, lint and import rules", "biome", "ci", "--error-on-warnings", "."),
  step("nothing unused", "knip", "--no-progress"),
];
