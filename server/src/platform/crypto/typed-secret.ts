import { createHash, randomInt } from "node:crypto";

/** Digits and letters without those that look alike (Crockford's base 32). */
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
const GROUPS = 7;
const GROUP_LENGTH = 4;
const FORM = new RegExp(`^[${LETTERS}]{${GROUPS * GROUP_LENGTH}}$`);

/** A secret that is shown once, and what is kept of it. */
export interface TypedSecret {
  readonly text: string;
  readonly hash: Buffer;
}

/** Makes a secret that people can type from a screen: 140 random bits in seven groups of four characters. */
export function newTypedSecret(): TypedSecret {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  const groups = Array.from({ length: GROUPS }, group);
  return { text: groups.join("-"), hash: hashPlain(groups.join("")) };
}

/**
 * SHA-256 of such a secret however it was typed: capitals, hyphens, blanks, and letters taken for digits do not matter.
 * Null for what cannot be one, so that nobody's own password is looked up. Enough for so many random bits; never for
 * passwords that people choose.
 */
export function hashTypedSecret(typed: string): Buffer | null {
  if (typed.length > 100) return null;
  const plain = typed.toLowerCase().replace(/[\s-]/g, "").replaceAll("o", "0").replace(/[il]/g, "1");
  return FORM.test(plain) ? hashPlain(plain) : null;
}

function hashPlain(plain: string): Buffer {
  return createHash("sha256").update(plain).digest();
}
