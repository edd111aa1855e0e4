import type { Entry } from "ldapts";
import type { FoundEntry } from "../../core/ldap/provision/types.ts";

/** One value comes as text, many as a list, none as an empty list, and names in whatever letter case: brought to one form. */
export function toFoundEntry({ dn, ...values }: Entry): FoundEntry {
  const attributes: Record<string, readonly string[]> = {};
  let uuid = "";
  for (const name in values) {
    const value = values[name];
    const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
    if (list.length === 0) continue;
    const texts = list.map((item) => (typeof item === "string" ? item : item.toString("utf8")));
    const lower = name.toLowerCase();
    if (lower === "entryuuid") uuid = texts[0] ?? "";
    else attributes[lower] = texts;
  }
  return { dn, uuid, attributes };
}
