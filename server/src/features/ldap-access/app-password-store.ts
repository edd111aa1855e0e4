import { type Kysely, type Selectable, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { AppPassword as Row } from "../../platform/db/schema.ts";
import { appendAudit } from "../admin/index.ts";
import { isUuid } from "../directory/index.ts";
import type { AppPassword } from "./ports.ts";

/** One for each application somebody uses, and room for a few more. */
export const APP_PASSWORD_LIMIT = 25;

/** Reads a person's app passwords, newest first. */
export async function readAppPasswords(db: Kysely<Database>, userId: UserId): Promise<readonly AppPassword[]> {
  const rows = await db
    .selectFrom("app_password")
    .selectAll()
    .where("user_id", "=", userId)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(toAppPassword);
}

/** Keeps the hash of an app password. */
export function insertAppPassword(
  db: Kysely<Database>,
  userId: UserId,
  name: string,
  secretHash: Buffer,
  actor: Actor,
  now: Instant,
): Promise<Result<AppPassword, Failure<"app_password_name_taken" | "app_password_limit">>> {
  return db.transaction().execute(async (tx) => {
    // Of two that are made at once, the second sees the first.
    await sql`select id from directory_user where id = ${userId}::uuid for update`.execute(tx);
    const held = await readAppPasswords(tx, userId);
    if (held.some((one) => one.name.toLowerCase() === name.toLowerCase()))
      return err({ code: "app_password_name_taken" as const, detail: { name } });
    if (held.length >= APP_PASSWORD_LIMIT)
      return err({ code: "app_password_limit" as const, detail: { limit: APP_PASSWORD_LIMIT } });
    const row = await tx
      .insertInto("app_password")
      .values({ user_id: userId, name, secret_hash: secretHash, created_at: now })
      .returningAll()
      .executeTakeFirstOrThrow();
    await appendAudit(tx, { ...record("created", userId, actor), after: { name } });
    return ok(toAppPassword(row));
  });
}

/** Takes an app password away for good. */
export function deleteAppPassword(
  db: Kysely<Database>,
  userId: UserId,
  id: string,
  actor: Actor,
): Promise<Result<null, Failure<"app_password_not_found">>> {
  return db.transaction().execute(async (tx) => {
    if (!isUuid(id)) return err({ code: "app_password_not_found" as const });
    const row = await tx
      .deleteFrom("app_password")
      .where("id", "=", id)
      .where("user_id", "=", userId)
      .returning("name")
      .executeTakeFirst();
    if (row === undefined) return err({ code: "app_password_not_found" as const });
    await appendAudit(tx, { ...record("revoked", userId, actor), before: { name: row.name } });
    return ok(null);
  });
}

function record(what: string, userId: UserId, actor: Actor) {
  return { actor, action: `app_password.${what}`, objectKind: "user", objectId: userId };
}

function toAppPassword(row: Selectable<Row>): AppPassword {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at.toISOString() as Instant,
    lastUsedAt: row.last_used_at && (row.last_used_at.toISOString() as Instant),
    lastUsedAddress: row.last_used_address,
  };
}
