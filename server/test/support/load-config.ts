import { type Config, loadConfig } from "../../src/config/load.ts";
import type { ConfigMistake } from "../../src/config/mistakes.ts";

/** A configuration as a test writes it: the text of `larkbridge.yaml`, other files, variables. */
export interface GivenConfig {
  readonly yaml?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** As with `--config`. */
  readonly file?: string;
}

/** Loads it from memory. */
export function loadGiven({ yaml, env = {}, files = {}, file }: GivenConfig) {
  const all: GivenConfig["files"] = yaml === undefined ? files : { ...files, "larkbridge.yaml": yaml };
  const readFile = (path: string) => {
    const content = all[path];
    if (content === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    return Buffer.from(content);
  };
  return loadConfig({ file, env, readFile });
}

/** Of a configuration without mistakes. */
export function configOf(given: GivenConfig): Config {
  const loaded = loadGiven(given);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error, null, 1));
  return loaded.value;
}

/** Of a configuration with some. */
export function mistakesOf(given: GivenConfig): readonly ConfigMistake[] {
  const loaded = loadGiven(given);
  if (loaded.ok) throw new Error("there is no mistake");
  return loaded.error;
}

/** The YAML of one line under `feishu.services.user_sync`. */
export function userSyncYaml(line: string): string {
  return `feishu:\n  services:\n    user_sync:\n      ${line}\n`;
}
