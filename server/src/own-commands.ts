import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { OwnCommands } from "./cli/commands/own.ts";
import { EXIT, type ExitStatus } from "./cli/exit-status.ts";
import type { Output } from "./cli/output.ts";
import { ProblemError } from "./cli/problem.ts";
import { checkOf, renderCheck } from "./config/check.ts";
import { type Config, loadConfig } from "./config/load.ts";
import { renderFindings } from "./config/mistakes.ts";
import { renderReference } from "./config/reference.ts";
import { secretValues } from "./config/secrets.ts";
import { newMasterKey } from "./platform/crypto/master-key.ts";

/** Starts a server from a configuration (`compose.ts`). */
type StartServer = (
  config: Config,
  options: { readonly version: string; readonly out: { write(line: string): unknown; readonly isTTY?: boolean } },
) => Promise<
  Running & {
    readonly url: string;
    readonly ldapUrl: string | null;
    readonly ldapsUrl: string | null;
    readonly setupUrl: string | null;
    readonly makeSignInUrl: (username: string) => Promise<string>;
  }
>;

/**
 * What the commands do that need no running server. The server's own parts are loaded only by those that start it: `config
 * check` answers in a moment.
 */
export function ownCommands(version: string, loadServer: () => Promise<StartServer>): OwnCommands {
  return {
    async serve({ config: file }, output) {
      const config = readConfig(file, output);
      if (config === null) return EXIT.wrongUse;
      const startServer = await loadServer();
      const server = await orProblem(() => startServer(config, { version, out: process.stderr }));
      const { url, ldapUrl, ldapsUrl, setupUrl } = server;
      if (output.json)
        process.stdout.write(
          `${JSON.stringify({ url, ldap_url: ldapUrl, ldaps_url: ldapsUrl, setup_url: setupUrl })}\n`,
        );
      else {
        output.print(
          `Larkbridge ${version} listens on ${[url, ldapUrl, ldapsUrl].filter((one) => one !== null).join(", ")}. Stop it with Ctrl-C.`,
        );
        if (setupUrl !== null) output.print(`Nobody is an owner yet. Set up here, once: ${setupUrl}`);
      }
      return untilStopped(server);
    },
    async demo(output) {
      const { runDemo } = await import("./demo/run-demo.ts");
      const startServer = await loadServer();
      const running = await orProblem(() => runDemo({ startServer, version, output }));
      return untilStopped(running);
    },
    async emulator(args) {
      const { emulatorProgram } = await import("./demo/emulator-process.ts");
      const child = spawn(process.execPath, [...emulatorProgram(), ...args], { stdio: "inherit" });
      const forward = (signal: NodeJS.Signals) => child.kill(signal);
      process.on("SIGINT", forward).on("SIGTERM", forward);
      const [status] = (await once(child, "exit")) as [number | null];
      return (status ?? EXIT.failed) as ExitStatus;
    },
    async restore({ config: file, file: backup, replace }, output) {
      const config = readConfig(file, output);
      if (config === null) return EXIT.wrongUse;
      const { restoreBackup } = await import("./boot/restore.ts");
      const { createLogger } = await import("./platform/log/logger.ts");
      const { Secrets } = await import("./platform/log/secrets.ts");
      const secrets = new Secrets();
      for (const value of secretValues(config)) secrets.add(value);
      const log = createLogger({ level: config.log.level, secrets, out: process.stderr });
      const restored = await orProblem(() => restoreBackup(config, { backup, replace, log }));
      if (output.json) output.printJson(restored);
      else
        output.print(
          `Restored ${restored.rows} rows of ${restored.tables} tables, taken ${restored.created_at}. It was sealed with the master key ${restored.key_id ?? "(none)"}.`,
        );
      return EXIT.done;
    },
    async configCheck({ config: file }, output) {
      const loaded = loadConfig({ file, env: process.env, readFile: readFileSync });
      const check = checkOf(loaded);
      if (output.json) output.printJson(check);
      else output.print(renderCheck(check));
      return loaded.ok ? EXIT.done : EXIT.wrongUse;
    },
    async configNewKey(output) {
      const key = newMasterKey();
      if (output.json) output.printJson({ master_key: key });
      else output.print(key);
      return EXIT.done;
    },
    async configReference(output) {
      const reference = renderReference();
      if (output.json) output.printJson({ markdown: reference });
      else output.print(reference.trimEnd());
      return EXIT.done;
    },
  };
}

/** Null when the configuration has mistakes; all of them were said. */
function readConfig(file: string | undefined, output: Output): Config | null {
  const loaded = loadConfig({ file, env: process.env, readFile: readFileSync });
  if (loaded.ok) {
    for (const warning of loaded.value.warnings)
      output.note(`warning ${warning.code}: ${warning.message} ${warning.cure}`);
    return loaded.value;
  }
  if (output.json) output.printJson({ mistakes: loaded.error });
  else
    output.note(
      `The configuration has ${loaded.error.length === 1 ? "a mistake" : `${loaded.error.length} mistakes`}:\n\n${renderFindings(loaded.error)}`,
    );
  return null;
}

/** Turns a start that failed for a known reason into a problem with its code and cure. */
async function orProblem<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (
      !(
        error instanceof Error &&
        "code" in error &&
        typeof error.code === "string" &&
        "cure" in error &&
        typeof error.cure === "string"
      )
    )
      throw error;
    throw new ProblemError({
      type: `urn:larkbridge:error:${error.code}`,
      title: "Larkbridge cannot start",
      status: 500,
      code: error.code,
      detail: error.message,
      cure: error.cure,
    });
  }
}

interface Running {
  stop(): Promise<void>;
  /** Settles with a reason when it cannot go on by itself. */
  readonly failed: Promise<Error>;
}

/** npm, a shell and a signal to a whole group deliver one wish to stop several times within moments. */
const SAME_WISH_MS = 1000;

/** Keeps on until a signal asks to stop, or the server cannot go on. Asking again ends the process at once. */
async function untilStopped(running: Running): Promise<ExitStatus> {
  const asked = new Promise<"asked">((resolve) => {
    // SIGHUP: the terminal was closed.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        const first = performance.now();
        process.on(signal, () => {
          if (performance.now() - first > SAME_WISH_MS) process.exit(EXIT.failed);
        });
        resolve("asked");
      });
    }
  });
  const ending = await Promise.race([asked, running.failed]);
  await running.stop();
  if (ending === "asked") return EXIT.done;
  process.stderr.write(`${ending.message}\n`);
  return EXIT.failed;
}
