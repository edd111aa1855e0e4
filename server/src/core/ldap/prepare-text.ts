/**
 * Brings text to the form in which equal values are equal strings (RFC 4518): compatibility composition, lower case, no
 * space at the ends and single ones inside.
 */
export function prepareText(text: string): string {
  // Most values are plain ASCII without odd spaces; they need no composing.
  const composed = /^[\x21-\x7e]*$/.test(text) ? text : text.normalize("NFKC");
  return squeezeSpaces(composed.toLowerCase());
}

/** Spaces at the ends go, runs of them become one. */
export function squeezeSpaces(text: string): string {
  return /\s/u.test(text) ? text.replace(/\s+/gu, " ").trim() : text;
}
