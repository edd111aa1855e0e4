import { draw } from "./random.ts";

/**
 * Identifiers that carry their record's number in disguise: no table of a million ids is kept, and an id made up by a
 * client, or made for another app, does not decode.
 */

const ROUNDS = 4;

/** 32 hexadecimal digits for a record number under a key (one key per app, developer or kind of id). */
export function encodeId(key: number, number: number): string {
  let left = number >>> 16;
  let right = number & 0xffff;
  for (let round = 0; round < ROUNDS; round += 1) {
    [left, right] = [right, left ^ (draw(key, right, round) & 0xffff)];
  }
  const disguised = ((left << 16) | right) >>> 0;
  // The other 24 digits prove that the id was made under this key; one draw is enough to feed them.
  const proof = draw(key, number, 11);
  return (
    hex(disguised) +
    hex(proof) +
    hex(Math.imul(proof, 0x2545f491) >>> 0) +
    hex(Math.imul(proof ^ key, 0x9e3779b1) >>> 0)
  );
}

/** The record number inside an id, or undefined when the id was not made under this key. */
export function decodeId(key: number, id: string): number | undefined {
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
  const disguised = Number.parseInt(id.slice(0, 8), 16);
  let left = disguised >>> 16;
  let right = disguised & 0xffff;
  for (let round = ROUNDS - 1; round >= 0; round -= 1) {
    [left, right] = [right ^ (draw(key, left, round) & 0xffff), left];
  }
  const number = ((left << 16) | right) >>> 0;
  return encodeId(key, number) === id ? number : undefined;
}

/** Four digits at a time from a table: ids are most of what a list page is made of. */
const QUARTERS = Array.from({ length: 0x10000 }, (_, number) => number.toString(16).padStart(4, "0"));

function hex(number: number): string {
  return (QUARTERS[number >>> 16] as string) + (QUARTERS[number & 0xffff] as string);
}
