type Values = { readonly [key: string]: unknown } | null;

/** One field before and after; `null` where there is no value. */
export interface FieldDiff {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The fields that differ, each with its two values as texts; what is inside objects are fields of their own. */
export function diffOf(before: Values, after: Values): readonly FieldDiff[] {
  const old = flatten(before ?? {}, "");
  const now = flatten(after ?? {}, "");
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((diff) => diff.before !== diff.after);
}

function flatten(values: object, prefix: string): Map<string, string | null> {
  const flat = new Map<string, string | null>();
  for (const [key, value] of Object.entries(values)) {
    // What an undo remembers is for the planner, and long.
    if (key === "pin") continue;
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
    } else flat.set(`${prefix}${key}`, textOf(value));
  }
  return flat;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => textOf(one) ?? "").join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
