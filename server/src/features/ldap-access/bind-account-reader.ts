import { type Kysely, sql } from "kysely";
import type { UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** An account as a bind finds it. */
export interface BindAccount {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly active: boolean;
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
  /** The app password whose hash was asked for. */
  readonly appPassword: { readonly id: string; readonly name: string } | null;
}

/** Finds the person a login name belongs to, and which of their app passwords has a hash. Deleted people are nobody. */
export async function findBindAccount(
  db: Kysely<Database>,
  username: string,
  secretHash: Buffer | null,
): Promise<BindAccount | undefined> {
  // PostgreSQL refuses U+0000, which no username holds.
  if (username.includes("\0")) return undefined;
  const { rows } = await sql<Omit<BindAccount, "appPassword"> & { app_id: string | null; app_name: string | null }>`
    select u.id, u.username, u.name, u.status = 'active' as active, u.password_hash as "passwordHash",
      u.password_must_change as "mustChangePassword", a.id as app_id, a.name as app_name
    from directory_user u left join app_password a on a.user_id = u.id and a.secret_hash = ${secretHash}
    where lower(u.username) = ${username.toLowerCase()} and u.status <> 'deleted' and not u.service_account`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { app_id: id, app_name: name, ...account } = row;
  return { ...account, appPassword: id === null || name === null ? null : { id, name } };
}
