import { type Dn, dnKey, escapeDnValue, parseDn, renderDn } from "../dn.ts";

/** Keys of names as they come from a server. The same text is read once; there are as many texts as people, in many groups each. */
export class NameKeys {
  readonly #keys = new Map<string, string>();

  keyOf(dn: string): string {
    const known = this.#keys.get(dn);
    if (known !== undefined) return known;
    // Most names are plain: they are their own key, and parsing each would take longest of all.
    const key = PLAIN.test(dn) ? dn : keyOfOdd(dn);
    this.#keys.set(dn, key);
    return key;
  }
}

const PLAIN = /^(?:(?:uid|cn|ou|dc|o)=[a-z0-9._-]+,)*(?:uid|cn|ou|dc|o)=[a-z0-9._-]+$/;

/** What is no name is its own key, so that it equals itself only. */
function keyOfOdd(dn: string): string {
  const parsed = parseDn(dn);
  return parsed === undefined ? `?${dn}` : dnKey(parsed);
}

export function childDn(type: string, value: string, parent: string): string {
  return `${type}=${escapeDnValue(value)},${parent}`;
}

/** The name of the entry above; empty at the top. */
export function parentDn(dn: string): string {
  return renderDn((parseDn(dn) ?? []).slice(1));
}

export function depthOf(dn: string): number {
  return parseDn(dn)?.length ?? 0;
}

/** Type (lower case) and value a name begins with. */
export function leafOf(dn: string): { readonly type: string; readonly value: string } {
  const part = parseDn(dn)?.[0]?.[0];
  return part ? { type: part.type.toLowerCase(), value: part.value } : { type: "", value: "" };
}

/** Where an entry is once it, or an entry above it, has moved. */
export function moveBelow(dn: string, from: string, to: string): string {
  const name = parseDn(dn) ?? [];
  const old: Dn = parseDn(from) ?? [];
  const rest = name.length - old.length;
  if (rest < 0 || dnKey(name.slice(rest)) !== dnKey(old)) return dn;
  return rest === 0 ? to : `${renderDn(name.slice(0, rest))},${to}`;
}
