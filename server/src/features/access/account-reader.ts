import { type Kysely, sql } from "kysely";
import type { UserId } from "../../core/kernel/ids.ts";
import type { DB } from "../../platform/db/schema.ts";

/** An account as far as signing in looks at it. */
export interface Account {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly passwordHash: string | null;
}

/** Finds who signs in as `typed`: a username, else an e-mail that belongs to one active person alone. */
export async function findAccount(db: Kysely<DB>, typed: string): Promise<Account | undefined> {
  const rows = await db
    .selectFrom("directory_user")
    .select(["id", "username", "name", "password_hash"])
    .where("status", "=", "active")
    .where("service_account", "=", false)
    .where((where) =>
      where.or([where(sql`lower(username)`, "=", typed.toLowerCase()), where("email", "=", typed.toLowerCase())]),
    )
    .limit(3)
    .execute();
  const row = rows.find(({ username }) => username.toLowerCase() === typed.toLowerCase()) ?? alone(rows);
  return row && toAccount(row);
}

/** The account of somebody who is signed in. */
export async function getAccount(db: Kysely<DB>, id: string): Promise<Account> {
  const row = await db
    .selectFrom("directory_user")
    .select(["id", "username", "name", "password_hash"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return toAccount(row);
}

function alone<Row>(rows: readonly Row[]): Row | undefined {
  return rows.length === 1 ? rows[0] : undefined;
}

function toAccount(row: { id: string; username: string; name: string; password_hash: string | null }): Account {
  return { id: row.id as UserId, username: row.username, name: row.name, passwordHash: row.password_hash };
}
