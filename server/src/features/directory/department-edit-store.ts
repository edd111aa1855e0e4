import { type Kysely, sql } from "kysely";
import type { DepartmentId, Instant } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { readBuiltInRule } from "./built-in-rule-reader.ts";
import { departmentCondition } from "./department-reader.ts";
import { changeDirectory } from "./directory-change-store.ts";
import type { Caller, DepartmentEdit, ListedDepartmentRef, NewDepartmentByHand } from "./ports.ts";
import { findUnknownReference } from "./user-edit-reader.ts";

interface Found {
  id: DepartmentId;
  name: string;
  parentId: DepartmentId | null;
  order: number;
  linked: boolean;
}

type Refused<Code extends string> = {
  readonly code: Code;
  readonly detail?: { readonly [key: string]: string | number | readonly string[] };
};

/** Creates a built-in department by rule S3. */
export async function createDepartment(
  db: Kysely<Database>,
  id: DepartmentId,
  { name, parentId = null, order = 0 }: NewDepartmentByHand,
  { actor }: Caller,
  now: Instant,
): Promise<Result<DepartmentId, Refused<"built_in_unsupported" | "reference_unknown">>> {
  return changeDirectory<DepartmentId, Refused<"built_in_unsupported" | "reference_unknown">>(db, actor, async (tx) => {
    if ((await readBuiltInRule(tx)) === "unsupported") return err({ code: "built_in_unsupported" as const });
    const unknown = await findUnknownReference(tx, [], parentId ? [parentId] : []);
    if (unknown) return err({ code: "reference_unknown" as const, detail: unknown });
    await sql`
      insert into department (id, name, parent_id, sort_order, origin, created_at, updated_at)
      values (${id}::uuid, ${name}, ${parentId}::uuid, ${order}, 'built_in', ${now}::timestamptz, ${now}::timestamptz)`.execute(
      tx,
    );
    return ok({
      value: id,
      objectKind: "department",
      objectId: id,
      action: "department.created",
      event: "department.created",
      after: { name, parentId, order },
    });
  });
}

/** Renames, moves or orders a department that Feishu does not feed. */
export async function updateDepartment(
  db: Kysely<Database>,
  department: ListedDepartmentRef,
  edit: DepartmentEdit,
  { actor }: Caller,
  now: Instant,
): Promise<
  Result<
    DepartmentId,
    Refused<"department_not_found" | "field_fed_by_feishu" | "reference_unknown" | "department_below_itself">
  >
> {
  return changeDirectory<
    DepartmentId,
    Refused<"department_not_found" | "field_fed_by_feishu" | "reference_unknown" | "department_below_itself">
  >(db, actor, async (tx) => {
    const found = await findForEdit(tx, department);
    if (found === undefined) return err({ code: "department_not_found" as const });
    const { id, linked: _, ...before } = found;
    const after = { ...before, ...edit };
    const changed = (["name", "parentId", "order"] as const).filter((key) => after[key] !== before[key]);
    if (changed.length === 0) return ok({ value: id, unchanged: true as const });
    if (found.linked) {
      const fields = changed.map((key) => (key === "parentId" ? "parent" : key));
      return err({ code: "field_fed_by_feishu" as const, detail: { fields } });
    }
    if (after.parentId !== null && after.parentId !== before.parentId) {
      const unknown = await findUnknownReference(tx, [], [after.parentId]);
      if (unknown) return err({ code: "reference_unknown" as const, detail: unknown });
      if (await isBelow(tx, after.parentId, id)) return err({ code: "department_below_itself" as const });
    }
    await sql`update department set name = ${after.name}, parent_id = ${after.parentId}::uuid, sort_order = ${after.order},
      updated_at = ${now}::timestamptz where id = ${id}::uuid`.execute(tx);
    const only = (state: typeof before) => Object.fromEntries(changed.map((key) => [key, state[key]]));
    return ok({
      value: id,
      objectKind: "department",
      objectId: id,
      action: "department.updated",
      event: "department.updated",
      before: only(before),
      after: only(after),
    });
  });
}

/** Deletes an empty department that Feishu does not feed. */
export async function deleteDepartment(
  db: Kysely<Database>,
  department: ListedDepartmentRef,
  { actor }: Caller,
  now: Instant,
): Promise<Result<DepartmentId, Refused<"department_not_found" | "field_fed_by_feishu" | "department_in_use">>> {
  return changeDirectory<DepartmentId, Refused<"department_not_found" | "field_fed_by_feishu" | "department_in_use">>(
    db,
    actor,
    async (tx) => {
      const found = await findForEdit(tx, department);
      if (found === undefined) return err({ code: "department_not_found" as const });
      if (found.linked) return err({ code: "field_fed_by_feishu" as const, detail: { fields: ["status"] } });
      const { rows } = await sql<{ members: number; children: number }>`
      select (select count(*) from membership m join directory_user u on u.id = m.user_id
          where m.department_id = ${found.id}::uuid and u.status <> 'deleted') as members,
        (select count(*) from department d where d.parent_id = ${found.id}::uuid and d.status = 'active') as children`.execute(
        tx,
      );
      const { members = 0, children = 0 } = rows[0] ?? {};
      if (members + children > 0) return err({ code: "department_in_use" as const, detail: { members, children } });
      await sql`update department set status = 'deleted', deleted_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
      where id = ${found.id}::uuid`.execute(tx);
      return ok({
        value: found.id,
        objectKind: "department",
        objectId: found.id,
        action: "department.deleted",
        event: "department.deleted",
        before: { status: "active", name: found.name },
        after: { status: "deleted" },
      });
    },
  );
}

async function findForEdit(tx: Kysely<Database>, department: ListedDepartmentRef): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select d.id, d.name, d.parent_id as "parentId", d.sort_order as "order",
      exists (select 1 from department_link l join feishu_connection c on c.id = l.connection_id and c.removed_at is null
        where l.department_id = d.id and l.unlinked_at is null) as linked
    from department d where ${departmentCondition(department)} and d.status = 'active' for update of d`.execute(tx);
  return rows[0];
}

/** Whether a department is another one, or stands below it. */
async function isBelow(tx: Kysely<Database>, id: DepartmentId, top: DepartmentId): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with recursive up (id) as (
      select ${id}::uuid union select d.parent_id from department d join up on d.id = up.id where d.parent_id is not null)
    select exists (select 1 from up where id = ${top}::uuid) as found`.execute(tx);
  return rows[0]?.found ?? false;
}
