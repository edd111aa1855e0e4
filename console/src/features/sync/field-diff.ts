import type { Change } from "./types.ts";

/** One field of a change: what it was and what it becomes. `null` where there is no value. */
export interface FieldDiff {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Fields that say nothing to a person: ids of links, and what an undo remembers. */
const SILENT = new Set(["link", "pin"]);

/** The fields of a change, each with its two values as texts; the parts of `attributes` are fields of their own. */
export function fieldDiffs({ before, after }: Pick<Change, "before" | "after">): readonly FieldDiff[] {
  const old = flatten(before);
  const now = flatten(after);
  const fields = [...new Set([...old.keys(), ...now.keys()])];
  return fields
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((diff) => diff.before !== diff.after);
}

function flatten(values: Change["before"]): Map<string, string | null> {
  const flat = new Map<string, string | null>();
  for (const [field, value] of Object.entries(values ?? {})) {
    if (SILENT.has(field)) continue;
    if (field === "attributes" && value !== null && typeof value === "object") {
      for (const [name, inner] of Object.entries(value)) flat.set(name, textOf(inner));
    } else flat.set(field, textOf(value));
  }
  return flat;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => textOf(one) ?? "").join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
