/** Deterministic chance: every draw is a pure function of (seed, index, salt), so a record needs no stored state. */

/**
 * Mixes three integers into an unsigned 32-bit number.
 *
 * @param seed the tenant's seed
 * @param index which record (or draw) is meant
 * @param salt which property of it, so that properties are independent
 */
export function draw(seed: number, index: number, salt: number): number {
  let mixed = (seed ^ 0x5bd1e995) | 0;
  mixed = Math.imul(mixed ^ index ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ salt ^ (mixed >>> 12), 0x297a2d39);
  mixed = Math.imul(mixed ^ index ^ (mixed >>> 15), 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0x27d4eb2f);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Turns a text (an app id) into a 32-bit number. */
export function drawFromText(seed: number, text: string): number {
  let mixed = seed;
  for (let at = 0; at < text.length; at += 1) mixed = draw(mixed, text.charCodeAt(at), at);
  return mixed;
}

/** Picks one member of a list that is known not to be empty. */
export function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T;
}

/** A bijection of 0..size-1: who, of `size` records, comes first, second, … in an unrelated order. */
export function makeRanking(seed: number, size: number, salt: number): (index: number) => number {
  if (size <= 1) return () => 0;
  let step = (draw(seed, size, salt) % size) | 1;
  while (greatestDivisor(step, size) !== 1) step = (step + 1) % size || 1;
  const shift = draw(seed, size, salt + 1) % size;
  return (index) => (index * step + shift) % size;
}

function greatestDivisor(left: number, right: number): number {
  let [a, b] = [left, right];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
