/** Room for the words around it in a name of 64 characters, and for a number behind it. */
const MAX_LENGTH = 44;

/**
 * Chooses the name a department or group keeps in LDAP for good: `a-z`, digits, `.`, `_`, `-` (ldap.md 2.3). Taken ones get the
 * smallest free number behind them.
 *
 * @param romanized its name in `a-z`, digits, `.` and `-`
 * @param fallback when nothing is left of it
 */
export function chooseSlug(romanized: string, fallback: string, isTaken: (slug: string) => boolean): string {
  const cleaned = romanized
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .slice(0, MAX_LENGTH)
    .replace(/^[._-]+|[._-]+$/g, "");
  const base = cleaned || fallback;
  // `dept-x-all` must not be both a department called x-all and everybody below x.
  const isFree = (slug: string) => !slug.endsWith("-all") && !isTaken(slug);
  if (isFree(base)) return base;
  for (let number = 2; ; number++) if (isFree(`${base}${number}`)) return `${base}${number}`;
}
