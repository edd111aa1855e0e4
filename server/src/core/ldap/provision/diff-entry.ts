import { prepareText } from "../prepare-text.ts";
import type { NameKeys } from "./names.ts";
import { leafOf } from "./names.ts";
import { isSameName } from "./reading.ts";
import type { EntryDifference, FoundEntry, WantedEntry } from "./types.ts";

/** A group needs a member; the empty name is nobody's (ldap.md 2.2). */
export const PLACEHOLDER = "";

export const memberAttribute = (groupClass: string) => (groupClass === "groupOfNames" ? "member" : "uniqueMember");

const NONE: readonly string[] = [];
const NO_MEMBERS = { addMembers: NONE, removeMembers: NONE };

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
  const { attributes, classes } = found;
  const set: Record<string, readonly string[]> = {};
  const before: Record<string, readonly string[]> = {};
  for (const name in wanted.attributes) {
    const lower = lowerOf(name);
    const have = attributes[lower] ?? NONE;
    const asked = wanted.attributes[name] ?? NONE;
    if (sameTexts(asked, have)) continue;
    const values = withLeaf(asked, lower, found.dn);
    if (sameTexts(values, have)) continue;
    set[name] = values;
    before[name] = have;
  }
  for (const name in wanted.named) {
    const values = wanted.named[name] ?? NONE;
    const have = attributes[lowerOf(name)] ?? NONE;
    if (sameNames(values, have, keys)) continue;
    set[name] = values;
    before[name] = have;
  }
  return {
    addClasses: wanted.classes.filter((name) => !classes.some((has) => isSameName(has, name))),
    set,
    before,
    ...diffMembers(wanted.members, attributes[lowerOf(memberType)] ?? NONE, keys, keeper, kept),
  };
}

/** The value an entry is named by has to be among those of its attribute. */
function withLeaf(values: readonly string[], type: string, dn: string): readonly string[] {
  const leaf = leafOf(dn);
  if (type !== leaf.type || values.some((value) => prepareText(value) === prepareText(leaf.value))) return values;
  return [leaf.value, ...values];
}

/** The few names of attributes in lower case: every entry is asked for each of them. */
const lowered = new Map<string, string>();

function lowerOf(name: string): string {
  let lower = lowered.get(name);
  if (lower === undefined) {
    lower = name.toLowerCase();
    lowered.set(name, lower);
  }
  return lower;
}

function diffMembers(
  wanted: readonly string[] | null,
  have: readonly string[],
  keys: NameKeys,
  keeper: string | undefined,
  kept: ReadonlySet<string> | undefined,
): Pick<EntryDifference, "addMembers" | "removeMembers"> {
  if (wanted === null) return NO_MEMBERS;
  // As it was written: most groups, every time.
  if (wanted.length > 0 && wanted.length === have.length && wanted.every((dn, at) => dn === have[at]))
    return NO_MEMBERS;
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
