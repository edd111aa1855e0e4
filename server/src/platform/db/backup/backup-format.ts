import { createHash, type Hash } from "node:crypto";
import { z } from "zod";
import { DatabaseError } from "../errors.ts";

/** The version of the file's form, raised when an older program could not read what we write. */
export const formatVersion = 1;

/** How a backup's first line begins; the version follows. */
export const magic = "larkbridge-backup ";

/** The line that ends a table's rows. COPY writes a backslash in data as two, so no row can look like it. */
export const endOfRows = "\\.";

export const headerSchema = z.object({
  app_version: z.string(),
  created_at: z.iso.datetime(),
  /** Which master key sealed the secrets; null before a key was ever used. */
  key_id: z.string().nullable(),
  /** The names of the migrations that made the schema, in order. */
  migrations: z.array(z.string()).min(1),
});
export type BackupHeader = z.infer<typeof headerSchema>;

export const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });

const sequenceSchema = z.object({ column: z.string(), last_value: z.int(), is_called: z.boolean() });

export const tableEndSchema = z.object({
  rows: z.int().nonnegative(),
  sha256: z.string(),
  sequences: z.array(sequenceSchema),
});

export const endSchema = z.object({
  end: z.literal(true),
  tables: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  sha256: z.string(),
});

/** A running SHA-256, as the file holds them. */
export function startDigest(): Hash {
  return createHash("sha256");
}

export function foreignBackup(cause?: unknown): DatabaseError {
  return new DatabaseError(
    "backup_foreign",
    "The file is not a backup of Larkbridge.",
    "Name a file that `larkbridge backup` wrote.",
    { cause },
  );
}

export function newerBackup(detail: string): DatabaseError {
  return new DatabaseError(
    "backup_newer",
    `A newer Larkbridge wrote this backup: ${detail}.`,
    "Restore it with that version or a later one; nothing was changed here.",
  );
}

export function truncatedBackup(cause?: unknown): DatabaseError {
  return new DatabaseError(
    "backup_truncated",
    "The backup ends too early; the copy was probably interrupted.",
    "Copy the file again, or use an earlier backup; nothing was changed here.",
    { cause },
  );
}

export function corruptBackup(detail: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    "backup_corrupt",
    `The backup is damaged: ${detail}.`,
    "Copy the file again, or use another backup; nothing was changed here.",
    { cause },
  );
}
