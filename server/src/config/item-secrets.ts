import type { ReadFile } from "./config-file.ts";
import { type ConfigKey, withFileSuffix } from "./keys.ts";
import type { ConfigMistake } from "./mistakes.ts";
import { givenTwice, noPath, readSecretFile } from "./secret-files.ts";
import { isTree, putAt, removeAt, type Tree, valueAt } from "./tree.ts";

/**
 * Reads the secrets of a list's items that stand in files of their own, and puts them where they belong.
 *
 * @param locate tells where a key of an item was written
 */
export function takeItemSecrets(
  tree: Tree,
  { path, segments, items }: ConfigKey,
  locate: (segments: readonly string[]) => string,
  readFile: ReadFile,
): readonly ConfigMistake[] {
  const list = valueAt(tree, segments);
  if (items === null || !Array.isArray(list)) return [];
  const secrets = items.filter(({ secret }) => secret);
  return list.flatMap((item: unknown, at) =>
    isTree(item)
      ? secrets.flatMap((key) => {
          const named = withFileSuffix(key);
          const where = locate([...segments, String(at), ...named]);
          return takeSecret(item, key, named, { path: `${path}.${at}.${key.path}`, where }, readFile);
        })
      : [],
  );
}

function takeSecret(
  item: Tree,
  key: ConfigKey,
  named: readonly string[],
  source: { readonly path: string; readonly where: string },
  readFile: ReadFile,
): readonly ConfigMistake[] {
  const file = valueAt(item, named);
  if (file === undefined) return [];
  removeAt(item, named);
  const twice = valueAt(item, key.segments) === undefined ? [] : [givenTwice(source, source.where)];
  const read =
    typeof file === "string" ? readSecretFile(file, source, readFile) : { mistake: noPath(source, source.where) };
  if (read.mistake !== undefined) return [...twice, read.mistake];
  putAt(item, key.segments, read.secret);
  return twice;
}
