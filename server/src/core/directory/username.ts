import type { Hash } from "../kernel/derive-id.ts";

/** Longest username we hand out: fits Linux accounts' and most applications' limits with room for a suffix. */
const MAX_LENGTH = 60;

/**
 * Turns text into the letters a username may hold: `a-z`, digits, `.`, `_`, `-`, beginning and ending with a letter or
 * digit. Returns "" when nothing is left.
 */
function cleanUsername(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/[.-]{2,}/g, (run) => run[0] ?? "")
    .slice(0, MAX_LENGTH)
    .replace(/^[._-]+|[._-]+$/g, "");
}

/**
 * Chooses a username: the e-mail's local part, else the romanised name, else a short name made from the link key. Taken
 * names get the smallest free number behind them (product.md 3.2).
 *
 * @param isTaken whether a username (lower case) belongs to somebody, deleted accounts included
 */
export function chooseUsername(
  person: { readonly email: string | null; readonly name: string; readonly key: string },
  romanize: (name: string) => string,
  hash: Hash,
  isTaken: (username: string) => boolean,
): string {
  const base =
    cleanUsername(person.email?.split("@")[0] ?? "") ||
    cleanUsername(romanize(person.name)) ||
    `u-${hash(person.key).slice(0, 8)}`;
  if (!isTaken(base)) return base;
  for (let number = 2; ; number++) {
    const candidate = `${base}${number}`;
    if (!isTaken(candidate)) return candidate;
  }
}
