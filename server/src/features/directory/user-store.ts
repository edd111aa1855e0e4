import { type Kysely, sql } from "kysely";
import type { UserStatus } from "../../core/directory/types.ts";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { changeDirectory } from "./directory-change-store.ts";
import type { Caller, UserRef } from "./ports.ts";
import { isSelf, refuseTouch } from "./touch.ts";
import { userCondition } from "./user-filter-reader.ts";

/** What an operator may do to an account, and the status it leads to. */
export type OperatorAct = "disable" | "enable" | "restore" | "delete";

type Refusal =
  | "user_not_found"
  | "user_not_active"
  | "user_not_disabled"
  | "user_not_deleted"
  | "user_deleted"
  | "last_owner"
  | "own_account"
  | "owner_protected";

interface Act {
  readonly from: readonly UserStatus[];
  readonly to: UserStatus;
  readonly refusal: Refusal;
  readonly event: string;
}

const acts: Readonly<Record<OperatorAct, Act>> = {
  disable: { from: ["active"], to: "disabled", refusal: "user_not_active", event: "user.disabled" },
  enable: { from: ["disabled"], to: "active", refusal: "user_not_disabled", event: "user.restored" },
  restore: { from: ["deleted"], to: "active", refusal: "user_not_deleted", event: "user.restored" },
  delete: { from: ["active", "disabled"], to: "deleted", refusal: "user_deleted", event: "user.deleted" },
};

/**
 * Performs an operator's act, with its audit record and its event, in one transaction. Giving back what a sync took pins
 * the account at what Feishu asked for: the next sync leaves it until Feishu asks for something else (product.md 5.6).
 */
export async function performOnUser(
  db: Kysely<Database>,
  act: OperatorAct,
  user: UserRef,
  caller: Caller,
  now: Instant,
): Promise<Result<UserId, Refusal>> {
  const { from, to, refusal, event } = acts[act];
  return changeDirectory<UserId, Refusal>(db, caller.actor, async (tx) => {
    const { rows } = await sql<{
      id: UserId;
      status: UserStatus;
      disabled_by: string | null;
      role: string;
    }>`
      select id, status, disabled_by, role from directory_user u where ${userCondition(user)}
      order by status = any(${[...from]}) desc, array_position(array['active', 'disabled', 'deleted'], status), created_at
      limit 1 for update`.execute(tx);
    const [found] = rows;
    if (found === undefined) return err("user_not_found");
    const untouchable = refuseTouch(found, caller);
    if (untouchable) return err(untouchable);
    if (!from.includes(found.status)) return err(refusal);
    if (to !== "active" && isSelf(found, caller)) return err("own_account");
    if (found.status === "active" && found.role === "owner" && (await countActiveOwners(tx)) === 1)
      return err("last_owner");
    if (to === "active" && found.disabled_by === "sync") await pinAsIs(tx, found.id);
    await sql`update directory_user set status = ${to}, disabled_by = ${to === "active" ? null : "operator"},
      deleted_at = ${to === "deleted" ? now : null}::timestamptz, updated_at = ${now}::timestamptz
      where id = ${found.id}::uuid`.execute(tx);
    return ok({
      value: found.id,
      objectKind: "user",
      objectId: found.id,
      action: `user.${act}d`,
      event,
      before: { status: found.status },
      after: { status: to },
    });
  });
}

async function countActiveOwners(tx: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from directory_user where role = 'owner' and status = 'active'`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** The shape is `UserPin` of the core: status, synced fields and Feishu memberships as they are before the act. */
export async function pinAsIs(tx: Kysely<Database>, id: UserId): Promise<void> {
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
