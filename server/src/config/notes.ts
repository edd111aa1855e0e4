import { z } from "zod";

/** What a key's schema cannot say by itself. */
export interface KeyNote {
  /** Meaning for the operator, in sentences. */
  readonly doc: string;
  /** What a value looks like; completes "must be …". Needed where bounds and choices do not say it. */
  readonly form?: string;
  /** May also be given as `…_file` / `…_FILE`, is masked everywhere, and is told to the log's registry. */
  readonly secret?: boolean;
  /** A value for the sample file, as YAML, where there is no default. */
  readonly sample?: string;
  /** Reads the one-line spelling an environment variable needs for a value that is no scalar. */
  readonly fromText?: (text: string) => unknown;
}

const notes = z.registry<KeyNote>();

/** Ties a note to a schema, which is handed back. Goes outermost: a wrapper put around it later hides the note. */
export function key<Schema extends z.ZodType>(schema: Schema, note: KeyNote): Schema {
  notes.add(schema, note);
  return schema;
}

/** @throws Error for a schema without a note: an undocumented key is a bug */
export function noteOf(schema: z.ZodType, path: string): KeyNote {
  const note = notes.get(schema);
  if (note === undefined) throw new Error(`the configuration key ${path} has no note`);
  return note;
}
