/** Nothing to do for text like this; most of it is. */
const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * Text as the directory keeps it: well-formed Unicode in NFC, without blanks around it. NUL is taken out, because PostgreSQL
 * holds none. Returns null for empty text.
 */
export function normaliseText(raw: string | null | undefined): string | null {
  if (raw === null || raw === undefined || raw === "") return null;
  if (PLAIN.test(raw)) return raw;
  const text = raw.toWellFormed().replaceAll("\u0000", "").normalize("NFC").trim();
  return text === "" ? null : text;
}

/** An address for comparing and keeping: lower case (feishu contract, trap 10). */
export function normaliseEmail(raw: string | null | undefined): string | null {
  return normaliseText(raw)?.toLowerCase() ?? null;
}
