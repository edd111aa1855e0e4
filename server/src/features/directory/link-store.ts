import { type Kysely, sql } from "kysely";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { changeDirectory } from "./directory-change-store.ts";
import type { FeishuPerson } from "./link-ports.ts";
import type { Caller, UserRef } from "./ports.ts";
import { refuseLinking } from "./touch.ts";
import { findForEdit } from "./user-edit-reader.ts";
import { pinAsIs } from "./user-store.ts";

type Refused<Code extends string> = { readonly code: Code; readonly detail?: { readonly [key: string]: string } };

/**
 * Links an account to a Feishu person by hand. The next sync brings its fields up to date. An account that held the person
 * before, and may be taken over, is left without a link and as it is.
 */
export async function linkUser(
  db: Kysely<Database>,
  user: UserRef,
  connectionId: string,
  person: FeishuPerson,
  takeOver: boolean,
  caller: Caller,
  now: Instant,
): Promise<
  Result<
    UserId,
    Refused<"user_not_found" | "user_deleted" | "operator_links_self" | "user_already_linked" | "feishu_person_linked">
  >
> {
  return changeDirectory<
    UserId,
    Refused<"user_not_found" | "user_deleted" | "operator_links_self" | "user_already_linked" | "feishu_person_linked">
  >(db, caller.actor, async (tx) => {
    const found = await findForEdit(tx, user);
    if (found === undefined) return err({ code: "user_not_found" as const });
    const refused = refuseLinking(found, caller);
    if (refused) return err({ code: refused });
    if (found.status === "deleted") return err({ code: "user_deleted" as const });
    if (found.linked) return err({ code: "user_already_linked" as const });
    const holder = await findHolder(tx, connectionId, person);
    if (holder) {
      if (!takeOver) return err({ code: "feishu_person_linked" as const, detail: { username: holder.username } });
      const protectedHolder = refuseLinking(holder, caller);
      if (protectedHolder) return err({ code: protectedHolder });
      await sql`update directory_user set pin = null, updated_at = ${now}::timestamptz where id = ${holder.id}::uuid`.execute(
        tx,
      );
    }
    // Tombstones of either side give way: an account has one person, and a person one account.
    await sql`
      delete from linked_identity where connection_id = ${connectionId}::uuid
        and (user_id = ${found.id}::uuid or union_id = ${person.unionId})`.execute(tx);
    await sql`
      insert into linked_identity (user_id, connection_id, union_id, open_id, feishu_user_id, linked_at)
      values (${found.id}::uuid, ${connectionId}::uuid, ${person.unionId}, ${person.openId}, ${person.feishuUserId},
        ${now}::timestamptz)`.execute(tx);
    await sql`update directory_user set pin = null, updated_at = ${now}::timestamptz where id = ${found.id}::uuid`.execute(
      tx,
    );
    const { unionId, openId } = person;
    return ok({
      value: found.id,
      objectKind: "user",
      objectId: found.id,
      action: "user.linked",
      event: "user.updated",
      before: { link: null },
      after: { link: { unionId, openId }, ...(holder ? { takenFrom: holder.username } : {}) },
    });
  });
}

/**
 * Takes a link away. What Feishu asked for is pinned (product.md 5.6), or the same address would link again at once; the
 * tombstone keeps the person from getting a second account.
 */
export async function unlinkUser(
  db: Kysely<Database>,
  user: UserRef,
  caller: Caller,
  now: Instant,
): Promise<Result<UserId, Refused<"user_not_found" | "user_not_linked" | "operator_links_self">>> {
  return changeDirectory<UserId, Refused<"user_not_found" | "user_not_linked" | "operator_links_self">>(
    db,
    caller.actor,
    async (tx) => {
      const found = await findForEdit(tx, user);
      if (found === undefined) return err({ code: "user_not_found" as const });
      const refused = refuseLinking(found, caller);
      if (refused) return err({ code: refused });
      if (!found.linked) return err({ code: "user_not_linked" as const });
      await pinAsIs(tx, found.id);
      const { rows } = await sql<{ unionId: string; openId: string }>`
      update linked_identity set unlinked_at = ${now}::timestamptz where user_id = ${found.id}::uuid and unlinked_at is null
      returning union_id as "unionId", open_id as "openId"`.execute(tx);
      await sql`update directory_user set updated_at = ${now}::timestamptz where id = ${found.id}::uuid`.execute(tx);
      const { unionId = "", openId = "" } = rows[0] ?? {};
      return ok({
        value: found.id,
        objectKind: "user",
        objectId: found.id,
        action: "user.unlinked",
        event: "user.updated",
        before: { link: { unionId, openId } },
        after: { link: null },
      });
    },
  );
}

async function findHolder(tx: Kysely<Database>, connectionId: string, person: FeishuPerson) {
  const { rows } = await sql<{ id: UserId; username: string; role: string; serviceAccount: boolean }>`
    select u.id, u.username, u.role, u.service_account as "serviceAccount"
    from linked_identity l join directory_user u on u.id = l.user_id
    where l.connection_id = ${connectionId}::uuid and l.union_id = ${person.unionId} and l.unlinked_at is null for update of u`.execute(
    tx,
  );
  return rows[0];
}
