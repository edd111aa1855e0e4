import { type ConfigKey, configKeys } from "./keys.ts";
import type { Settings } from "./settings.ts";
import { isTree, putAt, type Tree, valueAt } from "./tree.ts";

/** What is shown instead of a secret that is set. */
export const MASK = "********";

/**
 * Every secret the configuration holds, for the log's registry. Of an address with a password in it also the password
 * alone, as it is written and as it is meant: drivers print it either way.
 */
export function secretValues(settings: Settings): readonly string[] {
  return secretKeys(settings).flatMap(({ value }) => [value, ...passwordsIn(value)]);
}

/** A copy that may be shown: every secret masked, unset ones left out. */
export function maskSecrets(settings: Settings): Tree {
  const shown = structuredClone(settings) as Tree;
  for (const { holder, segments } of secretKeys(shown)) putAt(holder, segments, MASK);
  return shown;
}

interface FoundSecret {
  /** What the key belongs to: everything, or an item of a list. */
  readonly holder: Tree;
  readonly segments: readonly string[];
  readonly value: string;
}

function secretKeys(settings: Tree): FoundSecret[] {
  return configKeys.flatMap(({ secret, segments, items }) => {
    const value = valueAt(settings, segments);
    if (secret && typeof value === "string") return [{ holder: settings, segments, value }];
    return items === null || !Array.isArray(value)
      ? []
      : value.filter(isTree).flatMap((item) => secretsOf(item, items));
  });
}

function secretsOf(item: Tree, keys: readonly ConfigKey[]): FoundSecret[] {
  return keys.flatMap(({ secret, segments }) => {
    const value = valueAt(item, segments);
    return secret && typeof value === "string" ? [{ holder: item, segments, value }] : [];
  });
}

function passwordsIn(value: string): readonly string[] {
  const [, written] = /^[a-z]+:\/\/[^/@]*?:([^@]+)@/.exec(value) ?? [];
  if (written === undefined) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    // Not percent-encoded after all; then it is meant as it is written.
    return [written];
  }
}
