import { type Command, InvalidArgumentError } from "commander";
import { type Context, type GlobalOptions, makeContext, type Surroundings } from "./context.ts";
import type { ExitStatus } from "./exit-status.ts";

/** What a command does with its context; the status ends the program. */
export type Action<Options> = (context: Context, options: Options, ...args: string[]) => Promise<ExitStatus>;

/** What commands are put together with. */
export interface Setup {
  readonly surroundings: Surroundings;
  readonly finish: (status: ExitStatus) => void;
}

/** Gives a command its action: arguments in their order, options with the global ones. */
export function onAction<Options extends GlobalOptions = GlobalOptions>(
  command: Command,
  setup: Setup,
  action: Action<Options>,
): void {
  command.action(async (...given: unknown[]) => {
    const args = given.slice(0, command.registeredArguments.length) as string[];
    const options = command.optsWithGlobals<Options>();
    setup.finish(await action(makeContext(setup.surroundings, options), options, ...args));
  });
}

/** Parses an option that is a number of things. */
export function parseCount(text: string): number {
  if (!/^[1-9][0-9]{0,6}$/.test(text)) throw new InvalidArgumentError("A positive number is needed.");
  return Number(text);
}

/** Collects an option that may be given several times. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
