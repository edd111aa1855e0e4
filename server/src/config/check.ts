import type { Result } from "../core/kernel/result.ts";
import type { Config } from "./load.ts";
import { type ConfigMistake, type ConfigWarning, renderFindings } from "./mistakes.ts";
import { maskSecrets } from "./secrets.ts";
import type { Tree } from "./tree.ts";

/** What `larkbridge config check` tells; plain JSON, as `--json` prints it. */
export interface ConfigCheck {
  readonly ok: boolean;
  readonly mistakes: readonly ConfigMistake[];
  readonly warnings: readonly ConfigWarning[];
  /** Values in force with secrets masked; `null` when there are mistakes. */
  readonly settings: Tree | null;
  /** Which keys are set, and by what. */
  readonly declared: Config["declared"];
}

/** Turns the outcome of `loadConfig` into what may be shown. */
export function checkOf(loaded: Result<Config, readonly ConfigMistake[]>): ConfigCheck {
  if (!loaded.ok) return { ok: false, mistakes: loaded.error, warnings: [], settings: null, declared: {} };
  const { declared, warnings, ...settings } = loaded.value;
  return { ok: true, mistakes: [], warnings, settings: maskSecrets(settings), declared };
}

/** Renders a check for a person. */
export function renderCheck({ ok, mistakes, warnings, declared }: ConfigCheck): string {
  if (!ok) return `${count(mistakes.length, "mistake")} in the configuration.\n\n${renderFindings(mistakes)}`;
  const set = `The configuration is right; ${count(Object.keys(declared).length, "key")} set.\n`;
  return warnings.length === 0 ? set : `${set}\n${count(warnings.length, "warning")}.\n\n${renderFindings(warnings)}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
