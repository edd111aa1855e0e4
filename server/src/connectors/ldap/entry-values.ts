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
  return (entry) => {
    const attributes: Record<string, readonly string[]> = {};
    let uuid = "";
    for (const name in entry) {
      if (name === "dn") continue;
      const texts = toTexts(entry[name]);
      if (texts.length === 0) continue;
      const lower = lowerOf(name);
      if (lower === "entryuuid") uuid = texts[0] ?? "";
      else attributes[lower] = texts;
    }
    return { dn: entry.dn, uuid, attributes };
  };
}

function toTexts(value: Entry[string] | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (value === undefined) return [];
  const list: readonly (string | Buffer)[] = Array.isArray(value) ? value : [value];
  const isText = (item: string | Buffer) => typeof item === "string";
  return list.every(isText) ? (list as readonly string[]) : list.map((item) => item.toString("utf8"));
}
