import { createHash, randomUUID } from "node:crypto";
import type { DirectorySnapshot } from "../../src/core/sync/snapshot.ts";
import { makeDirectoryReader } from "../../src/features/directory/index.ts";
import type { OpenDatabase } from "../../src/platform/db/open-database.ts";

/** Directories of the core's makers in a real database, and back. */

/** Adds a connection that owns nothing and keeps no secret. Returns its id. */
export async function addConnection(database: OpenDatabase): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into feishu_connection (app_id, app_secret, open_url, accounts_url, settings, declared_by)
     values ($1, '', 'http://feishu.invalid', 'http://feishu.invalid', '{}', 'file') returning id`,
    [`cli_${randomUUID()}`],
  );
  return rows[0]?.id ?? "";
}

/** Gives the readable ids of the makers, which are no UUIDs, the form the database asks for; the same id always the same. */
export function withUuids<Value>(value: Value): Value {
  const text = JSON.stringify(value).replace(/00000000-0000-8000-a000-(?:user|dept)[^"]{8}/g, (id) => {
    const hex = createHash("md5").update(id).digest("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  });
  return JSON.parse(text) as Value;
}

/** Empties the directory. */
export async function clearDirectory(database: OpenDatabase): Promise<void> {
  await database.pool.query("delete from directory_user; delete from department");
}

/** Writes a snapshot into an empty directory. Its ids have to be UUIDs. */
export async function writeDirectory(
  database: OpenDatabase,
  connectionId: string,
  snapshot: DirectorySnapshot,
): Promise<void> {
  const insert = (text: string, rows: readonly unknown[]) =>
    rows.length === 0 ? Promise.resolve() : database.pool.query(text, [JSON.stringify(rows), connectionId]);
  await insert(
    `insert into department (id, name, parent_id, sort_order, leader_ids, status, origin, pin, deleted_at)
     select id, name, "parentId", "order", "leaderIds", status, origin, nullif(pin, 'null'), case status when 'deleted' then now() end
     from jsonb_to_recordset($1) as d (id uuid, name text, "parentId" uuid, "order" integer, "leaderIds" uuid[], status text,
       origin text, pin jsonb) where $2::uuid is not null`,
    snapshot.departments,
  );
  await insert(
    `insert into department_link (department_id, connection_id, open_department_id, feishu_department_id, unlinked_at)
     select id, $2, link ->> 'openDepartmentId', link ->> 'feishuDepartmentId', case when (link -> 'tombstone')::boolean then now() end
     from jsonb_to_recordset($1) as d (id uuid, link jsonb) where link ? 'openDepartmentId'`,
    snapshot.departments,
  );
  await insert(
    `insert into directory_user (id, username, name, nickname, email, mobile, employee_no, job_title, leader_id, attributes, status,
       disabled_by, origin, role, sync_exempt, pin, deleted_at)
     select id, username, name, nickname, email, mobile, "employeeNo", "jobTitle", "leaderId", attributes, status, "disabledBy",
       origin, case when operator then 'administrator' else 'member' end, protected and not operator, nullif(pin, 'null'),
       case status when 'deleted' then now() end
     from jsonb_to_recordset($1) as u (id uuid, username text, name text, nickname text, email text, mobile text, "employeeNo" text,
       "jobTitle" text, "leaderId" uuid, attributes jsonb, status text, "disabledBy" text, origin text, operator boolean,
       protected boolean, pin jsonb) where $2::uuid is not null`,
    snapshot.users,
  );
  await insert(
    `insert into linked_identity (user_id, connection_id, union_id, open_id, feishu_user_id, unlinked_at)
     select id, $2, link ->> 'unionId', link ->> 'openId', link ->> 'feishuUserId', case when (link -> 'tombstone')::boolean then now() end
     from jsonb_to_recordset($1) as u (id uuid, link jsonb) where link ? 'unionId'`,
    snapshot.users,
  );
  await insert(
    `insert into membership (user_id, department_id, is_primary, user_order, department_order, origin)
     select "userId", "departmentId", "primary", "userOrder", "departmentOrder", origin
     from jsonb_to_recordset($1) as m ("userId" uuid, "departmentId" uuid, "primary" boolean, "userOrder" integer,
       "departmentOrder" integer, origin text) where $2::uuid is not null`,
    snapshot.memberships,
  );
}

/** Reads the directory back. */
export async function readDirectory(database: OpenDatabase, connectionId: string): Promise<DirectorySnapshot> {
  const departments: DirectorySnapshot["departments"][number][] = [];
  const users: DirectorySnapshot["users"][number][] = [];
  const memberships: DirectorySnapshot["memberships"][number][] = [];
  const { revision } = await makeDirectoryReader(database.kysely, connectionId).readAll({
    departments: (batch) => departments.push(...batch),
    users: (batch) => users.push(...batch),
    memberships: (batch) => memberships.push(...batch),
  });
  return { revision, departments, users, memberships, takenUsernames: [] };
}

/** A snapshot in one order, without its revision, to be compared. */
export function comparable(snapshot: DirectorySnapshot) {
  const byKey = <One>(list: readonly One[], keyOf: (one: One) => string) =>
    [...list].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return {
    departments: byKey(snapshot.departments, ({ id }) => id),
    users: byKey(snapshot.users, ({ id }) => id),
    memberships: byKey(snapshot.memberships, ({ userId, departmentId }) => `${userId} ${departmentId}`),
  };
}
