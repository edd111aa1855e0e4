/** What may be done to a value, one after another. `local_part` is what stands before the @ of an address. */
export type Change = "lower" | "upper" | "local_part" | "pinyin";

/** Where a value comes from. The same shape in the API, in the configuration file and in the database. */
export type Source =
  | { readonly field: string; readonly as?: readonly Change[] | undefined }
  /** Id of a custom attribute in Feishu. */
  | { readonly custom: string; readonly as?: readonly Change[] | undefined }
  | { readonly constant: string };

/** What feeds an attribute of people (S17): the first source that gives a person a value it can hold. */
export interface Relation {
  readonly attribute: string;
  readonly first_of: readonly Source[];
}

/** Writes a source as people read it: `lower(nickname)`, `custom(C-1)`, `"zh-CN"`. Different sources read differently. */
export function printSource(source: Source): string {
  if ("constant" in source) return JSON.stringify(source.constant);
  const value = "custom" in source ? `custom(${source.custom})` : source.field;
  return (source.as ?? []).reduce((inner, change) => `${change}(${inner})`, value);
}

/** Writes what feeds an attribute: `nickname, else name`. */
export function printSources(sources: readonly Source[]): string {
  return sources.map(printSource).join(", else ");
}
