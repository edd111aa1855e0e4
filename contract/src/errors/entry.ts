/** What a code means, for programs (status) and people (the rest). */
export interface ErrorEntry {
  /** HTTP status when the code refuses a request; codes that only ever describe a run or a record carry 200. */
  readonly status: number;
  /** A few words, without values. */
  readonly title: string;
  /** One sentence. `{name}` is filled from the detail; a part in `[ ]` is left out when one of its values is missing. */
  readonly message: string;
  readonly cause: string;
  /** What to do about it. */
  readonly cure: string;
}

/** Keeps the codes as a literal union while checking every entry. */
export function errorFamily<const Family extends Readonly<Record<string, ErrorEntry>>>(family: Family): Family {
  return family;
}
