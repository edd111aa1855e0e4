/** Every failure of the database layer that a person can act on. Documented with cause and cure in the error reference. */
export type DatabaseErrorCode =
  | "database_platform_unsupported"
  | "database_binaries_unusable"
  | "database_account_missing"
  | "database_permission"
  | "database_disk_full"
  | "database_directory_foreign"
  | "database_version_mismatch"
  | "database_in_use"
  | "database_start_failed"
  | "database_unreachable"
  | "database_too_old"
  | "database_schema_newer"
  | "database_not_empty"
  | "migration_invalid"
  | "migration_failed"
  | "row_invalid"
  | "backup_foreign"
  | "backup_newer"
  | "backup_truncated"
  | "backup_corrupt";

/** A classified failure: `message` says what is wrong, `cure` what to do about it. Neither ever holds a secret. */
export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode;
  readonly cure: string;

  constructor(code: DatabaseErrorCode, message: string, cure: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DatabaseError";
    this.code = code;
    this.cure = cure;
  }
}

/** Reads the `code` of a Node or PostgreSQL error (`ENOENT`, `23505`), or undefined. */
export function errorCodeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
