import { compareText } from "../kernel/text.ts";

/**
 * What the claim `groups` tells of a person (product.md 3.4): the groups made by hand they are in, and the path of every
 * department they are in or under, so that an application may trust `研发部` and mean its sub-departments as well.
 *
 * A path runs from the first level down, joined with "/". A "/" or "\" within a department's name is written "\/" or "\\",
 * so that nobody reaches another department's path by naming theirs `研发部/平台组`.
 *
 * @param groups names of groups
 * @param paths names from the first level down to each department the person is in
 * @returns sorted by code units, each once
 */
export function groupClaim(groups: readonly string[], paths: readonly (readonly string[])[]): string[] {
  const told = new Set(groups);
  for (const path of paths) {
    let above = "";
    for (const name of path) {
      above = above === "" ? escapeName(name) : `${above}/${escapeName(name)}`;
      told.add(above);
    }
  }
  return [...told].sort(compareText);
}

function escapeName(name: string): string {
  return name.replace(/[\\/]/g, "\\$&");
}
