/** Opaque places in a list: where the page before ended. */

/** @param place the sort keys of the last item shown */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place), "utf8").toString("base64url");
}

/** Reads a cursor of ours. Returns undefined for anything else: wrong kinds, other lists, text somebody made up. */
export function decodeCursor(
  cursor: string,
  kinds: readonly ("string" | "number" | "uuid")[],
): (string | number)[] | undefined {
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
  if (!Array.isArray(place) || place.length !== kinds.length) return undefined;
  const fits = kinds.every((kind, at) => {
    const value: unknown = place[at];
    if (kind === "number") return Number.isSafeInteger(value);
    if (typeof value !== "string" || value.includes("\0")) return false;
    return kind === "string" || isUuid(value);
  });
  return fits ? (place as (string | number)[]) : undefined;
}

/** Text from outside as PostgreSQL can take it: it refuses U+0000, which no stored text holds anyway. */
export function searchable(text: string): string {
  return text.replaceAll("\0", "\ufffd");
}

/** Tells whether a text is a UUID, so that the database need not refuse it. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
