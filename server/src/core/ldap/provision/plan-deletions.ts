import { depthOf, parentDn } from "./names.ts";
import { placeDns, type Reading } from "./reading.ts";
import type { EntryChange, FoundEntry, ProvisionInput } from "./types.ts";

const MAX_DEPTH = 64;

/**
 * Orders deletions of groups and departments, the deepest first, and sorts out those with something below that stays. What is not
 * below a branch of ours is left alone, whatever the links say.
 */
export function planDeletions(
  gone: readonly EntryChange[],
  { found, shape }: ProvisionInput,
  { keys }: Reading,
  dnAfter: (entry: FoundEntry) => string,
): { readonly possible: readonly EntryChange[]; readonly occupied: readonly EntryChange[] } {
  if (gone.length === 0) return { possible: [], occupied: [] };
  const branches = Object.values(placeDns(shape)).map((dn) => `,${keys.keyOf(dn)}`);
  const leaving = new Set(gone.map(({ dn }) => keys.keyOf(dn)));
  const needed = new Set<string>();
  for (const entry of found) {
    const dn = dnAfter(entry);
    if (leaving.has(keys.keyOf(dn))) continue;
    for (let above = parentDn(dn); above !== ""; above = parentDn(above)) {
      const key = keys.keyOf(above);
      if (needed.has(key)) break;
      needed.add(key);
    }
  }
  const possible: EntryChange[] = [];
  const occupied: EntryChange[] = [];
  for (const change of gone) {
    const key = keys.keyOf(change.dn);
    if (!branches.some((branch) => key.endsWith(branch))) continue;
    if (needed.has(key)) occupied.push(change);
    else
      possible.push({
        ...change,
        level: change.level + (change.kind === "units" ? MAX_DEPTH : 0) + MAX_DEPTH - depthOf(change.dn),
      });
  }
  return { possible, occupied };
}
