import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { hashPassword } from "../../platform/crypto/password.ts";
import type { DB } from "../../platform/db/schema.ts";
import { appendAudit } from "./audit-store.ts";

/**
 * Makes the owner the configuration names (`admin.username`, `admin.password`), once: while there is no owner at all. A
 * later change of the configuration changes nobody's password. Returns whether an owner was made.
 */
export async function bootstrapOwner(
  db: Kysely<DB>,
  owner: { readonly username: string; readonly password: string },
): Promise<boolean> {
  const phc = await hashPassword(owner.password);
  return db.transaction().execute(async (tx) => {
    // Two processes may start at once; the state row is the door only one goes through at a time.
    await tx.selectFrom("directory_state").select("revision").forUpdate().executeTakeFirstOrThrow();
    const existing = await tx
      .selectFrom("directory_user")
      .select("id")
      .where("role", "=", "owner")
      .limit(1)
      .executeTakeFirst();
    if (existing) return false;
    const id = randomUUID();
    await tx
      .insertInto("directory_user")
      .values({
        id,
        username: owner.username,
        name: owner.username,
        origin: "built_in",
        role: "owner",
        password_hash: phc,
      })
      .execute();
    await tx.updateTable("directory_state").set({ revision: sql`revision + 1` }).execute();
    await appendAudit(tx, {
      actor: { kind: "system", id: null, name: "configuration" },
      action: "user.created",
      objectKind: "user",
      objectId: id,
      after: { username: owner.username, role: "owner" },
    });
    return true;
  });
}
