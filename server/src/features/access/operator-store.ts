import { type Kysely, sql } from "kysely";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { DB } from "../../platform/db/schema.ts";
import { actorOf, type Principal } from "../../platform/http/index.ts";
import { appendAudit } from "../admin/index.ts";
import type { UserDetail, UserRef } from "../directory/index.ts";
import { isOwnerLike } from "./owner-rights.ts";
import type { Operator, Operators, Role } from "./ports.ts";

/**
 * People with a role beyond their own account. Only an owner touches owners, and one active owner always remains
 * (product.md 5.16).
 */
export function makeOperators(db: Kysely<DB>, findUser: (user: UserRef) => Promise<UserDetail | undefined>): Operators {
  const give = async (ref: UserRef, role: Role, principal: Principal) => {
    const user = await findUser(ref);
    if (!user) return err({ code: "user_not_found" as const, detail: { ref: Object.values(ref)[1] as string } });
    return db.transaction().execute(async (tx) => {
      await sql`select revision from directory_state for update`.execute(tx);
      const before = await tx
        .selectFrom("directory_user")
        .select(["role", "status"])
        .where("id", "=", user.id)
        .executeTakeFirstOrThrow();
      if (role !== "member" && before.status !== "active") return err({ code: "user_not_active" as const });
      if ((role === "owner" || before.role === "owner") && !isOwnerLike(principal))
        return err({ code: "owner_needed" as const });
      if (before.role === "owner" && role !== "owner" && !(await hasAnotherOwner(tx, user.id)))
        return err({ code: "last_owner" as const });
      if (before.role !== role) {
        await tx.updateTable("directory_user").set({ role }).where("id", "=", user.id).execute();
        // A plan made before treats the person by their old role.
        await sql`update directory_state set revision = revision + 1`.execute(tx);
        await appendAudit(tx, {
          actor: actorOf(principal),
          action: "user.role_changed",
          objectKind: "user",
          objectId: user.id,
          before: { role: before.role },
          after: { role },
        });
      }
      return ok(toOperator(await select(tx).where("u.id", "=", user.id).executeTakeFirstOrThrow()));
    });
  };
  return {
    async list() {
      const rows = await select(db)
        .where("u.role", "<>", "member")
        .where("u.status", "<>", "deleted")
        .orderBy("u.name")
        .orderBy("u.id")
        .execute();
      return rows.map(toOperator);
    },
    appoint: give,
    async withdraw(user, principal) {
      const given = await give(user, "member", principal);
      if (given.ok || given.error.code !== "user_not_active")
        return given as Awaited<ReturnType<Operators["withdraw"]>>;
      throw new Error("a role is taken from anybody, active or not");
    },
  };
}

async function hasAnotherOwner(db: Kysely<DB>, but: string): Promise<boolean> {
  const other = await db
    .selectFrom("directory_user")
    .select("id")
    .where("role", "=", "owner")
    .where("status", "=", "active")
    .where("id", "<>", but)
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

function select(db: Kysely<DB>) {
  return db
    .selectFrom("directory_user as u")
    .leftJoin("totp as t", "t.user_id", "u.id")
    .select(["u.id", "u.username", "u.name", "u.email", "u.role", "u.status"])
    .select([
      sql<boolean>`u.password_hash is not null`.as("has_password"),
      sql<boolean>`t.confirmed_at is not null`.as("totp"),
      sql<Date | null>`(select max(last_seen_at) from session s where s.user_id = u.id)`.as("last_seen_at"),
    ]);
}

function toOperator(row: Awaited<ReturnType<ReturnType<typeof select>["executeTakeFirstOrThrow"]>>): Operator {
  return {
    id: row.id as UserId,
    username: row.username,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    status: row.status as Operator["status"],
    hasPassword: row.has_password,
    totp: row.totp,
    lastSeenAt: row.last_seen_at === null ? null : (row.last_seen_at.toISOString() as Instant),
  };
}
