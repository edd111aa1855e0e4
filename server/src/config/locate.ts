import type { ConfigFile } from "./config-file.ts";
import type { Assignment } from "./environment.ts";
import { configKeys, withFileSuffix } from "./keys.ts";
import { valueAt } from "./tree.ts";

/** Tells where a key was written: `larkbridge.yaml:3:5`, an environment name, or `null` when nowhere. */
export type Locate = (segments: readonly string[]) => string | null;

/** Looks where the value in force comes from: the environment first. */
export function makeLocate(file: ConfigFile, assignments: readonly Assignment[]): Locate {
  return (segments) => {
    const path = segments.join(".");
    const assignment = assignments.find(({ key }) => key.path === path);
    if (assignment !== undefined) return assignment.name;
    const key = configKeys.find((each) => each.path === path);
    const spellings = key === undefined ? [segments] : [segments, withFileSuffix(key)];
    const written = spellings.find((spelling) => valueAt(file.tree, spelling) !== undefined);
    return written === undefined ? null : file.locate(written);
  };
}
