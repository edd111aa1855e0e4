import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { changeDirectory } from "./directory-change-store.ts";
import type { Group, GroupEdit, GroupMemberChanges } from "./group-ports.ts";
import { findGroup } from "./group-reader.ts";
import type { Caller } from "./ports.ts";
import { findUnknownReference } from "./user-edit-reader.ts";

type Refused<Code extends string> = { readonly code: Code; readonly detail?: { readonly [key: string]: string } };

/** Creates a group without members. */
export async function createGroup(
  db: Kysely<Database>,
  id: string,
  { name, description }: { readonly name: string; readonly description: string },
  { actor }: Caller,
  now: Instant,
): Promise<Result<string, Refused<"group_name_taken">>> {
  return changeDirectory<string, Refused<"group_name_taken">>(db, actor, async (tx) => {
    const { rows } = await sql`
      insert into directory_group (id, name, description, created_at, updated_at)
      values (${id}::uuid, ${name}, ${description}, ${now}::timestamptz, ${now}::timestamptz)
      on conflict do nothing returning id`.execute(tx);
    if (rows.length === 0) return err({ code: "group_name_taken" as const, detail: { name } });
    return ok({ ...changed(id, "created"), after: { name, description } });
  });
}

/** Renames or describes a group. */
export async function updateGroup(
  db: Kysely<Database>,
  id: string,
  edit: GroupEdit,
  { actor }: Caller,
  now: Instant,
): Promise<Result<string, Refused<"group_not_found" | "group_name_taken">>> {
  return changeDirectory<string, Refused<"group_not_found" | "group_name_taken">>(db, actor, async (tx) => {
    const found = await findGroup(tx, id);
    if (found === undefined) return err({ code: "group_not_found" as const });
    const keys = (["name", "description"] as const).filter(
      (key) => edit[key] !== undefined && edit[key] !== found[key],
    );
    if (keys.length === 0) return ok({ value: id, unchanged: true as const });
    const after = { ...found, ...edit };
    const { rows: namesakes } = await sql`
      select 1 from directory_group where lower(name) = lower(${after.name}) and id <> ${id}::uuid`.execute(tx);
    if (namesakes.length > 0) return err({ code: "group_name_taken" as const, detail: { name: after.name } });
    await sql`update directory_group set name = ${after.name}, description = ${after.description},
      updated_at = ${now}::timestamptz where id = ${id}::uuid`.execute(tx);
    const only = (state: Group | typeof after) => Object.fromEntries(keys.map((key) => [key, state[key]]));
    return ok({ ...changed(id, "updated"), before: only(found), after: only(after) });
  });
}

/** Deletes a group for good; its members stay. Returns it as it was. */
export async function deleteGroup(
  db: Kysely<Database>,
  id: string,
  { actor }: Caller,
): Promise<Result<Group, Refused<"group_not_found">>> {
  return changeDirectory<Group, Refused<"group_not_found">>(db, actor, async (tx) => {
    const found = await findGroup(tx, id);
    if (found === undefined) return err({ code: "group_not_found" as const });
    await sql`delete from directory_group where id = ${id}::uuid`.execute(tx);
    const { name, description, users, departments } = found;
    return ok({ ...changed(id, "deleted"), value: found, before: { name, description, users, departments } });
  });
}

/** Adds and removes members. */
export async function changeGroupMembers(
  db: Kysely<Database>,
  id: string,
  { addUsers, addDepartments, removeUsers, removeDepartments }: GroupMemberChanges,
  { actor }: Caller,
  now: Instant,
): Promise<Result<string, Refused<"group_not_found" | "reference_unknown">>> {
  return changeDirectory<string, Refused<"group_not_found" | "reference_unknown">>(db, actor, async (tx) => {
    if ((await findGroup(tx, id)) === undefined) return err({ code: "group_not_found" as const });
    const added = addDepartments.map((department) => department.id);
    const unknown = await findUnknownReference(tx, addUsers, added);
    if (unknown) return err({ code: "reference_unknown" as const, detail: unknown });
    const { rows: removed } = await sql<{ id: string }>`
      delete from group_member where group_id = ${id}::uuid
        and (user_id = any(${[...removeUsers]}::uuid[]) or department_id = any(${[...removeDepartments]}::uuid[]))
      returning coalesce(user_id, department_id) as id`.execute(tx);
    const { rows: newUsers } = await sql<{ id: string }>`
      insert into group_member (group_id, user_id) select distinct ${id}::uuid, id from unnest(${[...addUsers]}::uuid[]) as u (id)
      on conflict do nothing returning user_id as id`.execute(tx);
    const { rows: newDepartments } = await sql<{ id: string }>`
      insert into group_member as held (group_id, department_id, subtree)
      select distinct on (id) ${id}::uuid, id, subtree
      from unnest(${added}::uuid[], ${addDepartments.map(({ subtree }) => subtree)}::boolean[]) as d (id, subtree)
      on conflict (group_id, user_id, department_id) do update set subtree = excluded.subtree
        where held.subtree <> excluded.subtree
      returning department_id as id`.execute(tx);
    const idsOf = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id);
    if (removed.length + newUsers.length + newDepartments.length === 0)
      return ok({ value: id, unchanged: true as const });
    await sql`update directory_group set updated_at = ${now}::timestamptz where id = ${id}::uuid`.execute(tx);
    return ok({
      ...changed(id, "members_changed"),
      before: { removed: idsOf(removed) },
      after: { addedUsers: idsOf(newUsers), addedDepartments: idsOf(newDepartments) },
    });
  });
}

function changed(id: string, what: string) {
  const name = `group.${what}`;
  return { value: id, objectKind: "group" as const, objectId: id, action: name, event: name };
}
