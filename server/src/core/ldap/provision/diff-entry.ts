import { prepareText } from "../prepare-text.ts";
import type { NameKeys } from "./names.ts";
import { leafOf } from "./names.ts";
import type { EntryDifference, FoundEntry, WantedEntry } from "./types.ts";

/** A group needs a member; the empty name is nobody's (ldap.md 2.2). */
export const PLACEHOLDER = "";

export const memberAttribute = (groupClass: string) => (groupClass === "groupOfNames" ? "member" : "uniqueMember");

const NONE: readonly string[] = [];

/**
 * Compares an entry with what it has to be. Values are compared as they are written, so that a changed letter case is written too;
 * names by what they mean. The value an entry is named by stays, whatever is wanted: a server refuses to take it away.
 *
 * @param keeper key of a member that may stay alone in a group without members, so that nothing is written for it
 * @param kept keys of members that must not be taken out
 */
export function diffEntry(
  wanted: WantedEntry,
  found: FoundEntry,
  keys: NameKeys,
  memberType: string,
  { keeper, kept }: { readonly keeper?: string | undefined; readonly kept?: ReadonlySet<string> | undefined } = {},
): EntryDifference {
  const set: Record<string, readonly string[]> = {};
  const before: Record<string, readonly string[]> = {};
  const leaf = leafOf(found.dn);
  for (const name in wanted.attributes) {
    let values = wanted.attributes[name] ?? NONE;
    const lower = name.toLowerCase();
    if (lower === leaf.type && !values.some((value) => prepareText(value) === prepareText(leaf.value)))
      values = [leaf.value, ...values];
    const have = found.attributes[lower] ?? NONE;
    if (sameTexts(values, have)) continue;
    set[name] = values;
    before[name] = have;
  }
  for (const name in wanted.named) {
    const values = wanted.named[name] ?? NONE;
    const have = found.attributes[name.toLowerCase()] ?? NONE;
    if (sameNames(values, have, keys)) continue;
    set[name] = values;
    before[name] = have;
  }
  const classes = new Set((found.attributes["objectclass"] ?? NONE).map((name) => name.toLowerCase()));
  return {
    addClasses: wanted.classes.filter((name) => !classes.has(name.toLowerCase())),
    set,
    before,
    ...diffMembers(wanted.members, found.attributes[memberType.toLowerCase()] ?? NONE, keys, keeper, kept),
  };
}

function diffMembers(
  wanted: readonly string[] | null,
  have: readonly string[],
  keys: NameKeys,
  keeper: string | undefined,
  kept: ReadonlySet<string> | undefined,
): Pick<EntryDifference, "addMembers" | "removeMembers"> {
  if (wanted === null) return { addMembers: NONE, removeMembers: NONE };
  const there = new Map<string, string>();
  for (const dn of have) there.set(keys.keyOf(dn), dn);
  const want = new Set<string>();
  const addMembers: string[] = [];
  for (const dn of wanted) {
    const key = keys.keyOf(dn);
    want.add(key);
    if (!there.has(key)) addMembers.push(dn);
  }
  const placeholder = keys.keyOf(PLACEHOLDER);
  const stays = (key: string) => want.has(key) || kept?.has(key) === true;
  const isEmpty = want.size === 0 && ![...there.keys()].some(stays);
  const alone = !isEmpty ? undefined : there.has(placeholder) ? placeholder : keeper;
  const removeMembers: string[] = [];
  for (const [key, dn] of there) if (!stays(key) && key !== alone) removeMembers.push(dn);
  if (isEmpty && (alone === undefined || !there.has(alone))) addMembers.push(PLACEHOLDER);
  return { addMembers, removeMembers };
}

export function isNothing(difference: EntryDifference): boolean {
  for (const _ in difference.set) return false;
  return difference.addClasses.length + difference.addMembers.length + difference.removeMembers.length === 0;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  if (a.length === 1) return a[0] === b[0];
  return a.every((value) => b.includes(value));
}

function sameNames(a: readonly string[], b: readonly string[], keys: NameKeys): boolean {
  if (a.length !== b.length) return false;
  const there = new Set(b.map((dn) => keys.keyOf(dn)));
  return a.every((dn) => there.has(keys.keyOf(dn)));
}
