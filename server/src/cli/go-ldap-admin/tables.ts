/** A row by its columns, every value as text. */
export type Row = Readonly<Record<string, string | null>>;

/** Rows by table. A table that is not there was not in the file. */
export type Tables = ReadonlyMap<string, readonly Row[]>;

/** The tables of go-ldap-admin that are taken over. */
export const TABLES = ["users", "groups", "group_users"] as const;
