import { type Dn, dnKey, escapeDnValue, parseDn, renderDn } from "../dn.ts";

/** Keys of names as they come from a server. An odd one is read once; it may stand in many groups. */
export class NameKeys {
  readonly #odd = new Map<string, string>();

  keyOf(dn: string): string {
    // Most names are plain: they are their own key, and remembering each would cost more than looking at it again.
    if (PLAIN.test(dn)) return dn;
    const known = this.#odd.get(dn);
    if (known !== undefined) return known;
    const key = keyOfOdd(dn);
    this.#odd.set(dn, key);
    return key;
  }

  areSame(a: string, b: string): boolean {
    return a === b || this.keyOf(a) === this.keyOf(b);
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
