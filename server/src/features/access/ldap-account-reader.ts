import { type Kysely, sql } from "kysely";
import type { UserId } from "../../core/kernel/ids.ts";
import type { DB } from "../../platform/db/schema.ts";

/** An account as far as a bind looks at it. */
export interface LdapAccount {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
}

/** Finds who may bind under a login name: active people. Asked at every bind, so that whoever is disabled is out at once. */
export async function findLdapAccount(db: Kysely<DB>, username: string): Promise<LdapAccount | undefined> {
  const row = await db
    .selectFrom("directory_user")
    .select(["id", "username", "name", "password_hash", "password_must_change"])
    .where(sql`lower(username)`, "=", username.toLowerCase())
    .where("status", "=", "active")
    .where("service_account", "=", false)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id as UserId,
    username: row.username,
    name: row.name,
    passwordHash: row.password_hash,
    mustChangePassword: row.password_must_change,
  };
}
