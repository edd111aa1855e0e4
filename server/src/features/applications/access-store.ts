import { type Kysely, sql } from "kysely";
import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant } from "../../core/kernel/ids.ts";
import { canonicalJson } from "../../core/kernel/json.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { appendAudit } from "../admin/index.ts";
import { readNamed } from "./access-reader.ts";
import { lockApplication } from "./application-store.ts";
import { toAccessView } from "./application-view.ts";
import { endLostAccess } from "./lost-access-store.ts";
import type { ApplicationAccess, ApplicationAccessChange } from "./ports.ts";

type Refused = Failure<"application_not_found"> | Failure<"reference_unknown">;

/** Says anew who may use an application, and ends what everybody else holds of it. */
export function writeAccess(
  db: Kysely<Database>,
  id: string,
  change: ApplicationAccessChange,
  actor: Actor,
  now: Instant,
): Promise<Result<ApplicationAccess, Refused>> {
  return db.transaction().execute(async (tx): Promise<Result<ApplicationAccess, Refused>> => {
    const found = await lockApplication(tx, id);
    if (found === undefined) return err({ code: "application_not_found" });
    const unknown = await lockReferences(tx, change);
    if (unknown) return err({ code: "reference_unknown", detail: unknown });
    const before: ApplicationAccess = { everyone: found.everyone, ...(await readNamed(tx, id)) };
    await replaceNamed(tx, id, change);
    const after: ApplicationAccess = { everyone: change.everyone, ...(await readNamed(tx, id)) };
    if (canonicalJson(before) === canonicalJson(after)) return ok(after);
    await sql`
      update application set everyone = ${change.everyone}, updated_at = ${now}::timestamptz
      where id = ${id}::uuid`.execute(tx);
    const record = { actor, action: "application.access_changed", objectKind: "application", objectId: id };
    await appendAudit(tx, { ...record, before: toAccessView(before), after: toAccessView(after) });
    await endLostAccess(tx, now, found.clientId);
    return ok(after);
  });
}

/** A department named twice counts with what is below it if it does so once. */
async function replaceNamed(
  tx: Kysely<Database>,
  id: string,
  { users, groups, departments }: ApplicationAccessChange,
): Promise<void> {
  await sql`delete from application_access where application_id = ${id}::uuid`.execute(tx);
  await sql`
    insert into application_access (application_id, user_id, group_id, department_id, subtree)
    select distinct ${id}::uuid, named.id, null::uuid, null::uuid, false from unnest(${[...users]}::uuid[]) as named (id)
    union all
    select distinct ${id}::uuid, null::uuid, named.id, null::uuid, false from unnest(${[...groups]}::uuid[]) as named (id)
    union all
    select ${id}::uuid, null::uuid, null::uuid, named.id, bool_or(named.subtree)
    from unnest(${departments.map((department) => department.id)}::uuid[],
      ${departments.map(({ subtree }) => subtree)}::boolean[]) as named (id, subtree)
    group by named.id`.execute(tx);
}

/** Keeps what is named from being deleted meanwhile. Returns the first that is not there, or is deleted. */
async function lockReferences(tx: Kysely<Database>, { users, groups, departments }: ApplicationAccessChange) {
  const wanted = [
    { kind: "user", ids: users, from: sql`directory_user where status <> 'deleted'` },
    { kind: "group", ids: groups, from: sql`directory_group where true` },
    {
      kind: "department",
      ids: departments.map((department) => department.id),
      from: sql`department where status = 'active'`,
    },
  ];
  for (const { kind, ids, from } of wanted) {
    if (ids.length === 0) continue;
    const { rows } = await sql<{ id: string }>`
      select id from ${from} and id = any(${[...ids]}::uuid[]) order by id for key share`.execute(tx);
    const there = new Set(rows.map((row) => row.id));
    const missing = ids.find((one) => !there.has(one.toLowerCase()));
    if (missing !== undefined) return { kind, id: missing };
  }
  return undefined;
}
