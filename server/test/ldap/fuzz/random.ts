/** Random choices that a seed repeats. */
export interface Random {
  /** A whole number from 0 to below. */
  below(limit: number): number;
  chance(probability: number): boolean;
  of<Item>(items: readonly Item[]): Item;
  bytes(length: number): Buffer;
}

/** mulberry32: small, and good enough to be unlike anything a person would think of. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    of: (items) => items[below(items.length)] as (typeof items)[number],
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  };
}
