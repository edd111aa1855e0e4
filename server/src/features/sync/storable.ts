/**
 * Brings JSON to what PostgreSQL can hold: text without U+0000 and without halves of surrogate pairs. Done before planning,
 * because a value that came back changed from the database would be planned again for ever. Returns the same value, not a
 * copy, when there is nothing to do.
 */
export function storable<Value>(value: Value): Value {
  if (typeof value === "string")
    return (value.isWellFormed() && !value.includes("\0") ? value : repair(value)) as Value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return (value.some((item) => storable(item) !== item) ? value.map(storable) : value) as Value;
  }
  const record = value as Record<string, unknown>;
  for (const key in record) {
    if (storable(key) !== key || storable(record[key]) !== record[key]) return repairRecord(record) as Value;
  }
  return value;
}

function repair(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\ufffd");
}

function repairRecord(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [storable(key), storable(value)]));
}
