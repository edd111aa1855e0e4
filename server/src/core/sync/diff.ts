import type { Attributes } from "../directory/types.ts";
import { compareText } from "../kernel/text.ts";

/** Equality of JSON values by content; object keys in any order, a key that is `undefined` counts as absent. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as { readonly [key: string]: unknown };
  const right = b as { readonly [key: string]: unknown };
  for (const key in left) if (!sameValue(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** The keys in which two states differ, each with its value before and after. */
export interface Difference<State> {
  readonly before: Partial<State>;
  readonly after: Partial<State>;
}

/**
 * Compares a wish with what is there, key by key. Keys the wish leaves out are not looked at.
 * Returns null when they agree.
 */
export function diffState<State extends object>(current: State, wish: Partial<State>): Difference<State> | null {
  const before: Partial<State> = {};
  const after: Partial<State> = {};
  let differs = false;
  for (const key of Object.keys(wish) as (keyof State)[]) {
    if (sameValue(current[key], wish[key])) continue;
    differs = true;
    before[key] = current[key];
    after[key] = wish[key] as State[keyof State];
  }
  return differs ? { before, after } : null;
}

/**
 * Lays the readable attributes over the ones at hand: what may not be read keeps its last value (product.md 2.6). Keys
 * come sorted, so that the same attributes are the same text.
 */
export function mergeAttributes(current: Attributes, read: Attributes, readable: ReadonlySet<string>): Attributes {
  const merged: Record<string, Attributes[string]> = {};
  for (const key of readable) {
    const value = read[key];
    if (value !== undefined && value !== null) merged[key] = value;
  }
  let kept = false;
  for (const key of Object.keys(current)) {
    const value = current[key];
    if (value === undefined || readable.has(key)) continue;
    merged[key] = value;
    kept = true;
  }
  return kept ? Object.fromEntries(Object.entries(merged).sort(([a], [b]) => compareText(a, b))) : merged;
}
