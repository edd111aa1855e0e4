import type { Entry } from "ldapts";
import type { FoundEntry } from "../../core/ldap/provision/types.ts";

/** One value comes as text, many as a list, none as an empty list, and names in whatever letter case: brought to one form. */
export function toFoundEntry({ dn, ...rest }: Entry): FoundEntry {
  const attributes: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
    Object.entries(rest)
      .map(([name, value]) => [name.toLowerCase(), toTexts(value)] as const)
      .filter(([, texts]) => texts.length > 0),
  );
  const { entryuuid: [uuid = ""] = [], objectclass: classes = [], ...others } = attributes;
  return { dn, uuid, classes, attributes: others };
}

function toTexts(value: Entry[string]): readonly string[] {
  const list: readonly (string | Buffer)[] = Array.isArray(value) ? value : [value];
  return list.map((item) => (typeof item === "string" ? item : item.toString("utf8")));
}
