import { type Kysely, sql } from "kysely";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { type FieldSwitches, fedFields } from "./fed-fields.ts";
import type { UserDetail, UserRef } from "./ports.ts";
import { readPlacements } from "./user-departments-reader.ts";
import { userCondition } from "./user-filter-reader.ts";
import { toRecords, type UserRow, userColumns, userTables } from "./user-reader.ts";

interface DetailRow extends UserRow {
  role: UserDetail["role"];
  service_account: boolean;
  has_password: boolean;
  disabled_by: "sync" | "operator" | null;
  protected: boolean;
  pinned: boolean;
  attributes: { [key: string]: Json };
  linked_at: Date | null;
  switches: FieldSwitches | null;
  leader_user: { id: UserId; name: string; username: string } | null;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

/** The mapping switches of the connection that counts (S5). */
export const fieldSwitches = sql`(
  select settings #> '{userSync,policy,fields}' from feishu_connection
  where removed_at is null order by owns_sync desc, updated_at desc limit 1)`;

/** Finds one user with everything that is known. An address or number that several hold finds an active one. */
export async function findUser(db: Kysely<Database>, user: UserRef): Promise<UserDetail | undefined> {
  const { rows } = await sql<DetailRow>`
    select ${userColumns}, u.role, u.service_account, u.password_hash is not null as has_password, u.disabled_by, u.attributes,
      u.created_at, u.updated_at, u.deleted_at, u.pin is not null as pinned, l.linked_at, ${fieldSwitches} as switches,
      (u.role in ('owner', 'administrator') or u.service_account or u.sync_exempt) as protected,
      (select jsonb_build_object('id', leader.id, 'name', leader.name, 'username', leader.username)
        from directory_user leader where leader.id = u.leader_id) as leader_user
    from ${userTables} where ${userCondition(user)}
    order by array_position(array['active', 'disabled', 'deleted'], u.status), u.created_at limit 1`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const [[record], placements] = await Promise.all([toRecords(db, [row]), readPlacements(db, row.id)]);
  return (
    record && {
      ...record,
      role: row.role,
      serviceAccount: row.service_account,
      hasPassword: row.has_password,
      fedFields: fedFields(record.feishu !== null, row.switches ?? {}),
      placements,
      leaderUser: row.leader_user,
      linkedAt: instantOf(row.linked_at),
      disabledBy: row.disabled_by,
      protected: row.protected,
      pinned: row.pinned,
      attributes: row.attributes,
      createdAt: row.created_at.toISOString() as Instant,
      updatedAt: row.updated_at.toISOString() as Instant,
      deletedAt: instantOf(row.deleted_at),
    }
  );
}

function instantOf(at: Date | null): Instant | null {
  return (at?.toISOString() ?? null) as Instant | null;
}
