import { evaluateSource, type PersonFields, type Romanize } from "./evaluate.ts";
import { printSource, type Source } from "./relation.ts";

/** Base fields every person's record holds; a source of anything else is worked out while the directory is read. */
const IN_RECORD: ReadonlySet<string> = new Set([
  "username",
  "name",
  "family_name",
  "given_name",
  "email",
  "mobile",
  "employee_no",
  "job_title",
  "department_names",
  "department_slugs",
]);

/** Whether a source has to be worked out while the directory is read. */
export function isWorkedOut(source: Source): boolean {
  if ("constant" in source) return false;
  return "custom" in source || !IN_RECORD.has(source.field) || (source.as ?? []).includes("pinyin");
}

/** What a record carries for sources that are worked out, by their print; null where there is nothing. */
export function workOut(
  sources: readonly Source[],
  person: PersonFields,
  romanize: Romanize,
): Readonly<Record<string, string>> | null {
  let carried: Record<string, string> | null = null;
  for (const source of sources) {
    const [value] = evaluateSource(source, person, romanize);
    if (value === undefined) continue;
    carried ??= {};
    carried[printSource(source)] = value;
  }
  return carried;
}
