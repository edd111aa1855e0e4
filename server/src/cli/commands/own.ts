import type { Command } from "commander";
import { onAction, type Setup } from "../command.ts";
import type { GlobalOptions } from "../context.ts";
import type { ExitStatus } from "../exit-status.ts";
import type { Output } from "../output.ts";

/** Options of commands that read a configuration themselves. */
interface ConfigOptions {
  /** Path of the YAML file (`--config`). */
  readonly config?: string;
}

/**
 * What the commands that need no server do; `main.ts` hands them in. Each ends with an exit status, writes its results to
 * the output (one JSON value with `output.json`), and throws only `ProblemError` and bugs.
 */
export interface OwnCommands {
  serve(options: ConfigOptions, output: Output): Promise<ExitStatus>;
  demo(output: Output): Promise<ExitStatus>;
  /** The emulator is a program of its own: its arguments are passed on as they are. */
  emulator(args: readonly string[]): Promise<ExitStatus>;
  restore(
    options: ConfigOptions & { readonly file: string; readonly replace: boolean },
    output: Output,
  ): Promise<ExitStatus>;
  configCheck(options: ConfigOptions, output: Output): Promise<ExitStatus>;
  configNewKey(output: Output): Promise<ExitStatus>;
  configReference(output: Output): Promise<ExitStatus>;
}

type Options = GlobalOptions & ConfigOptions;

/** Adds `serve`, `demo`, `emulator`, `restore` and `config …`. */
export function addOwnCommands(program: Command, setup: Setup, own: OwnCommands): void {
  const withConfig = (command: Command) => command.option("--config <file>", "configuration file (YAML)");

  onAction<Options>(withConfig(program.command("serve").description("run the server")), setup, (context, options) =>
    own.serve(options, context.output),
  );

  onAction(program.command("demo").description("see everything work on a made-up company"), setup, (context) =>
    own.demo(context.output),
  );

  // Only for the help: the program hands these arguments on before it looks at them.
  program.command("emulator").description("run a local stand-in for Feishu; --help tells its options");

  onAction<Options & { readonly replace?: boolean }>(
    withConfig(program.command("restore").description("fill an empty database from a backup"))
      .argument("<file>", "what `backup` wrote")
      .option("--replace", "throw away what the database holds"),
    setup,
    (context, { config, replace }, file) =>
      own.restore(
        { ...(config === undefined ? {} : { config }), file: file as string, replace: replace ?? false },
        context.output,
      ),
  );

  const config = program.command("config").description("the configuration");
  onAction<Options>(
    withConfig(config.command("check").description("tell every mistake at once")),
    setup,
    (context, options) => own.configCheck(options, context.output),
  );
  onAction(config.command("new-key").description("print a new master key"), setup, (context) =>
    own.configNewKey(context.output),
  );
  onAction(config.command("reference").description("print every key with its meaning"), setup, (context) =>
    own.configReference(context.output),
  );
}
