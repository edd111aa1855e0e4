import { err, ok, type Result } from "../core/kernel/result.ts";
import { type ConfigFile, type ReadFile, readConfigFile } from "./config-file.ts";
import { type CrossCheck, cautions, crossChecks } from "./cross-checks.ts";
import { readEnvironment } from "./environment.ts";
import { configKeys } from "./keys.ts";
import { takeLegacyKeys } from "./legacy-keys.ts";
import { type Locate, makeLocate } from "./locate.ts";
import { type ConfigSource, mergeSources } from "./merge.ts";
import type { ConfigFinding, ConfigMistake, ConfigWarning } from "./mistakes.ts";
import { parseTree } from "./parse.ts";
import type { Settings } from "./settings.ts";

/** Read where no file is named, if it is there. */
const DEFAULT_FILE = "larkbridge.yaml";

/** Everything the program was told, validated and frozen. */
export interface Config extends Settings {
  /** Dotted keys that the file or the environment sets: authoritative, read-only in the console (product.md 5.9). */
  readonly declared: Readonly<Record<string, ConfigSource>>;
  readonly warnings: readonly ConfigWarning[];
}

export interface ConfigInput {
  /** From `--config`; without it `larkbridge.yaml` is read if it exists. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: ReadFile;
}

/** Reads file, environment and secret files into a `Config`, or returns every mistake in them at once. */
export function loadConfig({ file, env, readFile }: ConfigInput): Result<Config, readonly ConfigMistake[]> {
  const source = readSource(file, readFile);
  const fileLost = source.mistakes.length > 0;
  const environment = readEnvironment(env, configKeys);
  const locate = makeLocate(source, environment.assignments);
  const legacy = takeLegacyKeys(source.tree, source.locate);
  const merged = mergeSources(source, environment.assignments, configKeys, readFile);
  const parsed = parseTree(structuredClone(merged.tree), locate);
  const settings = withRegion(parsed.settings, merged.declared);

  // Said already, or perhaps not so: the value stands in a file that could not be read.
  const isMoot = (path: string) => merged.broken.has(path) || (fileLost && parsed.missing.has(path));
  const broken = [...merged.broken, ...legacy.meant, ...parsed.broken];
  const mayAsk = (paths: readonly string[]) =>
    !fileLost && !paths.some((path) => broken.some((each) => overlap(each, path)));
  const mistakes: ConfigMistake[] = [
    ...source.mistakes,
    ...environment.mistakes,
    ...legacy.mistakes,
    ...merged.mistakes,
    ...parsed.mistakes.filter(({ path }) => !isMoot(path)),
    ...crossChecks
      .filter(({ looksAt, breaks }) => mayAsk(looksAt) && breaks(settings))
      .map((check) => findingOf(check, settings, locate)),
  ];
  if (mistakes.length > 0) return err(mistakes);
  const warnings = cautions.filter(({ breaks }) => breaks(settings)).map((check) => findingOf(check, settings, locate));
  return ok(deepFreeze({ ...settings, declared: Object.fromEntries(merged.declared), warnings }));
}

function readSource(file: string | undefined, readFile: ReadFile): ConfigFile {
  const source = readConfigFile(file ?? DEFAULT_FILE, readFile);
  const isAbsent = source.mistakes.some(({ code }) => code === "config_file_missing");
  return file === undefined && isAbsent ? { ...source, mistakes: [] } : source;
}

/** Whether one key is the other, or a section it lies in. */
function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function findingOf<Code extends string>(
  check: CrossCheck<Code>,
  settings: Settings,
  locate: Locate,
): ConfigFinding<Code> {
  const places = check.looksAt.map((path) => locate(path.split(".")));
  const where = places.find((place) => place !== null) ?? null;
  const message = typeof check.message === "string" ? check.message : check.message(settings);
  return { code: check.code, path: check.looksAt[0], where, message, cure: check.cure };
}

/** Lark's sign-in host goes with Lark's OpenAPI host unless somebody chose another. */
function withRegion(settings: Settings, declared: ReadonlyMap<string, ConfigSource>): Settings {
  const isLark = new URL(settings.feishu.open_url).hostname === "open.larksuite.com";
  if (!isLark || declared.has("feishu.accounts_url")) return settings;
  return { ...settings, feishu: { ...settings.feishu, accounts_url: "https://accounts.larksuite.com" } };
}

function deepFreeze<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) if (typeof member === "object" && member !== null) deepFreeze(member);
  return Object.freeze(value);
}
