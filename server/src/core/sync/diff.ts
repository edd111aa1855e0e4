import type { Attributes } from "../directory/types.ts";
import { canonicalJson } from "../kernel/json.ts";

/** Equality of JSON values by content; object keys in any order. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  return canonicalJson(a) === canonicalJson(b);
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

/** Lays the readable attributes over the ones at hand: what may not be read keeps its last value (product.md 2.6). */
export function mergeAttributes(current: Attributes, read: Attributes, readable: readonly string[]): Attributes {
  const merged: Record<string, Attributes[string]> = {};
  for (const key of Object.keys(current)) {
    const value = current[key];
    if (value !== undefined && !readable.includes(key)) merged[key] = value;
  }
  for (const key of readable) {
    const value = read[key];
    if (value !== undefined && value !== null) merged[key] = value;
  }
  return merged;
}
