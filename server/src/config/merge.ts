import type { ConfigFile, ReadFile } from "./config-file.ts";
import type { Assignment } from "./environment.ts";
import { takeItemSecrets } from "./item-secrets.ts";
import { type ConfigKey, withFileSuffix } from "./keys.ts";
import type { ConfigMistake } from "./mistakes.ts";
import { givenTwice, noPath, readSecretFile, type SecretFile } from "./secret-files.ts";
import { isTree, putAt, removeAt, type Tree, valueAt } from "./tree.ts";

/** Where a key's value comes from; a key that is in neither has its default and may be set in the console. */
export type ConfigSource = "file" | "environment";

export interface Merged {
  readonly tree: Tree;
  readonly declared: ReadonlyMap<string, ConfigSource>;
  /** Keys whose value could not be had; nothing more is to be said of them. */
  readonly broken: ReadonlySet<string>;
  readonly mistakes: readonly ConfigMistake[];
}

/** Puts the environment over the file, key by key, and reads the secrets that stand in files of their own. */
export function mergeSources(
  file: ConfigFile,
  assignments: readonly Assignment[],
  keys: readonly ConfigKey[],
  readFile: ReadFile,
): Merged {
  const tree = structuredClone(file.tree);
  const declared = new Map<string, ConfigSource>();
  const broken = new Set<string>();
  const mistakes: ConfigMistake[] = [];
  const take = (key: ConfigKey, { secret, mistake }: SecretFile) => {
    if (mistake === undefined) putAt(tree, key.segments, secret);
    else {
      mistakes.push(mistake);
      broken.add(key.path);
    }
  };

  for (const { key, text } of assignments) makeRoom(tree, key, text, keys);
  for (const key of keys.filter(({ secret }) => secret)) {
    const named = withFileSuffix(key);
    const path = valueAt(tree, named);
    if (path === undefined) continue;
    const where = file.locate(named);
    if (valueAt(tree, key.segments) !== undefined) mistakes.push(givenTwice(key, where));
    if (typeof path === "string") take(key, readSecretFile(path, { path: key.path, where }, readFile));
    else take(key, { mistake: noPath(key, where) });
    removeAt(tree, named);
  }
  for (const key of keys) if (valueAt(tree, key.segments) !== undefined) declared.set(key.path, "file");
  for (const { key, name, text, inFile } of assignments) {
    declared.set(key.path, "environment");
    if (inFile) take(key, readSecretFile(text, { path: key.path, where: name }, readFile));
    else putAt(tree, key.segments, key.fromText(text));
  }
  for (const list of keys) {
    const source = assignments.find(({ key }) => key === list);
    const taken = takeItemSecrets(tree, list, (segments) => source?.name ?? file.locate(segments), readFile);
    mistakes.push(...taken);
    for (const { path } of taken) broken.add(path);
  }
  return { tree, declared, broken, mistakes };
}

/** Takes out of the file's values what the environment replaces, and what goes only with a choice it overrules. */
function makeRoom(tree: Tree, key: ConfigKey, text: string, keys: readonly ConfigKey[]): void {
  removeAt(tree, key.segments);
  removeAt(tree, withFileSuffix(key));
  if (!key.chooses) return;
  const section = key.segments.slice(0, -1);
  if (!isTree(valueAt(tree, section))) return;
  for (const other of keys) {
    const isNeighbour =
      other.segments.length === key.segments.length && section.every((s, i) => other.segments[i] === s);
    if (isNeighbour && other.onlyWith !== null && !other.onlyWith.values.includes(text)) {
      removeAt(tree, other.segments);
      removeAt(tree, withFileSuffix(other));
    }
  }
}
