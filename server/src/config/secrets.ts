import { configKeys } from "./keys.ts";
import type { Settings } from "./settings.ts";
import { putAt, type Tree, valueAt } from "./tree.ts";

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
  for (const { segments } of secretKeys(settings)) putAt(shown, segments, MASK);
  return shown;
}

function secretKeys(settings: Settings): { segments: readonly string[]; value: string }[] {
  return configKeys
    .filter(({ secret }) => secret)
    .map(({ segments }) => ({ segments, value: valueAt(settings, segments) }))
    .filter((each): each is { segments: readonly string[]; value: string } => typeof each.value === "string");
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
