import { type Kysely, sql } from "kysely";
import type { UserStatus } from "../../core/directory/types.ts";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendEvent } from "../../platform/outbox/outbox-store.ts";
import { appendAudit } from "../admin/index.ts";
import type { UserRef } from "./ports.ts";
import { userCondition } from "./user-reader.ts";

/** What an operator may do to an account, and the status it leads to. */
export type OperatorAct = "disable" | "enable" | "restore";

type Refusal = "user_not_found" | "user_not_active" | "user_not_disabled" | "user_not_deleted" | "last_owner";

const acts = {
  disable: {
    from: "active",
    to: "disabled",
    by: "operator",
    refusal: "user_not_active",
    done: "user.disabled",
  },
  enable: {
    from: "disabled",
    to: "active",
    by: null,
    refusal: "user_not_disabled",
    done: "user.restored",
  },
  restore: {
    from: "deleted",
    to: "active",
    by: null,
    refusal: "user_not_deleted",
    done: "user.restored",
  },
} as const;

/**
 * Performs an operator's act, with its audit record and its event, in one transaction. Giving back what a sync took pins
 * the account at what Feishu asked for: the next sync leaves it until Feishu asks for something else (product.md 5.6).
 */
export async function performOnUser(
  db: Kysely<Database>,
  act: OperatorAct,
  user: UserRef,
  actor: Actor,
  now: Instant,
): Promise<Result<UserId, Refusal>> {
  const { from, to, by, refusal, done } = acts[act];
  return db.transaction().execute(async (tx) => {
    // The one order of locks of every writer of the directory: its revision first.
    await sql`select revision from directory_state for update`.execute(tx);
    const { rows } = await sql<{
      id: UserId;
      status: UserStatus;
      disabled_by: string | null;
      role: string;
    }>`
      select id, status, disabled_by, role from directory_user u where ${userCondition(user)}
      order by status = ${from} desc, array_position(array['active', 'disabled', 'deleted'], status), created_at limit 1 for update`.execute(
      tx,
    );
    const [found] = rows;
    if (found === undefined) return err("user_not_found");
    if (found.status !== from) return err(refusal);
    if (act === "disable" && found.role === "owner" && (await countActiveOwners(tx)) === 1) return err("last_owner");
    if (by === null && found.disabled_by === "sync") await pinAsIs(tx, found.id);
    await sql`update directory_user set status = ${to}, disabled_by = ${by}, deleted_at = null, updated_at = ${now}::timestamptz
      where id = ${found.id}::uuid`.execute(tx);
    await sql`update directory_state set revision = revision + 1`.execute(tx);
    await appendAudit(tx, {
      actor,
      action: `user.${act}d`,
      objectKind: "user",
      objectId: found.id,
      before: { status: from },
      after: { status: to },
    });
    await appendEvent(tx, done, { userId: found.id });
    return ok(found.id);
  });
}

async function countActiveOwners(tx: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from directory_user where role = 'owner' and status = 'active'`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** The shape is `UserPin` of the core: status, synced fields and Feishu memberships as they are before the act. */
async function pinAsIs(tx: Kysely<Database>, id: UserId): Promise<void> {
  await sql`
    update directory_user u set pin = jsonb_build_object(
      'status', u.status,
      'fields', jsonb_build_object('name', u.name, 'nickname', u.nickname, 'email', u.email, 'mobile', u.mobile,
        'employeeNo', u.employee_no, 'jobTitle', u.job_title, 'leaderId', u.leader_id, 'attributes', u.attributes),
      'memberships', coalesce((
        select jsonb_agg(jsonb_build_object('departmentId', m.department_id, 'primary', m.is_primary) order by m.department_id)
        from membership m where m.user_id = u.id and m.origin = 'feishu'), '[]'))
    where u.id = ${id}::uuid and exists (select 1 from linked_identity l where l.user_id = u.id and l.unlinked_at is null)
  `.execute(tx);
}
