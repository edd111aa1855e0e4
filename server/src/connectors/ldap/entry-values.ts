import type { Entry } from "ldapts";
import type { FoundEntry } from "../../core/ldap/provision/types.ts";

/**
 * One value comes as text, many as a list, none as an empty list, and names in whatever letter case: brought to one form. A reader is
 * for the entries of one search, whose attributes have the same names.
 */
export function makeEntryReader(): (entry: Entry) => FoundEntry {
  const lowered = new Map<string, string>();
  const lowerOf = (name: string) => {
    let lower = lowered.get(name);
    if (lower === undefined) {
      lower = name.toLowerCase();
      lowered.set(name, lower);
    }
    return lower;
  };
  const lists = new Map<string, readonly string[]>();
  return (entry) => {
    const attributes: Record<string, readonly string[]> = {};
    let uuid = "";
    for (const name in entry) {
      if (name === "dn") continue;
      let texts = toTexts(entry[name]);
      if (texts.length === 0) continue;
      const lower = lowerOf(name);
      // Classes are the same for everybody: one list of them is kept, not one for each.
      if (texts.length > 1) {
        const last = lists.get(lower);
        if (last !== undefined && areSame(texts, last)) texts = last;
        else lists.set(lower, texts);
      }
      if (lower === "entryuuid") uuid = texts[0] ?? "";
      else attributes[lower] = texts;
    }
    return { dn: entry.dn, uuid, attributes };
  };
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

function toTexts(value: Entry[string] | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (value === undefined) return [];
  const list: readonly (string | Buffer)[] = Array.isArray(value) ? value : [value];
  const isText = (item: string | Buffer) => typeof item === "string";
  return list.every(isText) ? (list as readonly string[]) : list.map((item) => item.toString("utf8"));
}
