import { describeIssue } from "./issue-mistakes.ts";
import type { Locate } from "./locate.ts";
import type { ConfigMistake } from "./mistakes.ts";
import { type Settings, settingsSchema } from "./settings.ts";
import { removeAt, type Tree } from "./tree.ts";

/** Each round takes at least one value out; no configuration has this many layers of mistakes. */
const MOST_ROUNDS = 100;

export interface Parsed {
  /** With every mistaken value at its default, so that rules between the others can still be checked. */
  readonly settings: Settings;
  readonly mistakes: readonly ConfigMistake[];
  /** Keys that hold no trustworthy value. */
  readonly broken: ReadonlySet<string>;
  /** Of these the ones that were not given at all. */
  readonly missing: ReadonlySet<string>;
}

/** Checks values against the schema and words every mistake, not just the first. `tree` is used up. */
export function parseTree(tree: Tree, locate: Locate): Parsed {
  const mistakes: ConfigMistake[] = [];
  const broken = new Set<string>();
  const missing = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const result = settingsSchema.safeParse(tree);
    if (result.success) return { settings: result.data, mistakes, broken, missing };
    const described = result.error.issues.flatMap((issue) => describeIssue(issue, tree, locate));
    for (const { mistake, concerns, remove, isMissing } of described) {
      if (mistakes.every(({ path }) => path !== mistake.path)) mistakes.push(mistake);
      for (const path of concerns) broken.add(path);
      if (isMissing) missing.add(mistake.path);
      removeAt(tree, remove);
    }
  }
  throw new Error("a mistake in the configuration cannot be taken out");
}
