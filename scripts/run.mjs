/**
 * The door of every command in the root package.json: `node scripts/run.mjs <command> [arguments]`.
 * A fresh clone has neither packages nor a recent Node, so this file and `launch/` keep to what Node 20 has built in.
 */
import { build, ensureBuilt } from "./launch/build.mjs";
import { ensureInstalled } from "./launch/install.mjs";
import { runPinned } from "./launch/pinned-node.mjs";
import { LaunchError } from "./launch/program.mjs";

/** @type {Record<string, { built?: boolean, program: string[] }>} */
const COMMANDS = {
  demo: { built: true, program: ["server/bin/larkbridge.js", "demo"] },
  start: { built: true, program: ["server/bin/larkbridge.js", "serve"] },
  emulator: { built: true, program: ["emulator/dist/cli.js"] },
  bench: { built: true, program: ["--conditions=source", "bench/index.ts"] },
  test: { program: ["scripts/checks/main.mjs"] },
  "test:soak": { built: true, program: ["scripts/checks/soak.mjs"] },
  screenshots: {
    program: ["node_modules/vitest/vitest.mjs", "run", "--config", "console/test/screenshots/vitest.config.ts"],
  },
  "complete-lock": { program: ["scripts/lock-file/complete.ts"] },
  notices: { program: ["scripts/notices/write.ts"] },
};

try {
  const [name = "", ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (command === undefined && name !== "build") {
    throw new LaunchError(
      `There is no command "${name}". There are: ${[...Object.keys(COMMANDS), "build"].join(", ")}.`,
      2,
    );
  }
  await ensureInstalled();
  if (command === undefined) await build();
  else {
    if (command.built) await ensureBuilt();
    await runPinned([...command.program, ...args]);
  }
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
