import { randomBytes, randomUUID } from "node:crypto";
import type { OpenDatabase } from "../../src/platform/db/open-database.ts";

/** Rows that tests about applications begin with, written as they lie in the tables. */

export interface PlantedApplication {
  readonly id: string;
  readonly clientId: string;
}

/** Plants a public application that nobody may use. */
export async function plantApplication(
  { pool }: OpenDatabase,
  part: { readonly everyone?: boolean; readonly enabled?: boolean } = {},
): Promise<PlantedApplication> {
  const clientId = `lb_${randomBytes(10).toString("hex")}`;
  const { rows } = await pool.query<{ id: string }>(
    "insert into application (client_id, name, kind, everyone, enabled) values ($1, $1, 'public', $2, $3) returning id",
    [clientId, part.everyone ?? false, part.enabled ?? true],
  );
  return { id: rows[0]?.id ?? "", clientId };
}

/** Names a user, a group or a department in an application's access. */
export async function plantAccess(
  { pool }: OpenDatabase,
  applicationId: string,
  named: { readonly user: string } | { readonly group: string } | { readonly department: string; subtree?: boolean },
): Promise<void> {
  await pool.query(
    "insert into application_access (application_id, user_id, group_id, department_id, subtree) values ($1, $2, $3, $4, $5)",
    [
      applicationId,
      "user" in named ? named.user : null,
      "group" in named ? named.group : null,
      "department" in named ? named.department : null,
      "department" in named && named.subtree === true,
    ],
  );
}

/** Plants a group with its members. */
export async function plantGroup(
  { pool }: OpenDatabase,
  name: string,
  members: { readonly users?: readonly string[]; readonly departments?: readonly { id: string; subtree: boolean }[] },
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>("insert into directory_group (name) values ($1) returning id", [
    name,
  ]);
  const id = rows[0]?.id ?? "";
  for (const user of members.users ?? [])
    await pool.query("insert into group_member (group_id, user_id) values ($1, $2)", [id, user]);
  for (const department of members.departments ?? [])
    await pool.query("insert into group_member (group_id, department_id, subtree) values ($1, $2, $3)", [
      id,
      department.id,
      department.subtree,
    ]);
  return id;
}

/** Signs a user in to an application: an open sign-in, a refresh token of it, and the provider's session, which is no one client's. */
export async function plantSignIn({ pool }: OpenDatabase, userId: string, clientId: string): Promise<void> {
  const sessionId = randomUUID();
  await pool.query("insert into oidc_login (session_id, user_id, client_id, sid) values ($1, $2, $3, $4)", [
    sessionId,
    userId,
    clientId,
    randomUUID(),
  ]);
  await pool.query(
    `insert into oidc_state (model, id, payload, user_id, client_id, session_id)
     values ('RefreshToken', $1, '', $3, $4, null), ('Session', $2, '', $3, null, $5)`,
    [randomUUID(), randomUUID(), userId, clientId, sessionId],
  );
}

/** Who is still signed in to what: open sign-ins, and tokens with a client. */
export async function readSignIns({ pool }: OpenDatabase) {
  const open = await pool.query<{ user_id: string; client_id: string }>(
    "select user_id, client_id from oidc_login where ended_at is null order by id",
  );
  const tokens = await pool.query<{ user_id: string; client_id: string }>(
    "select user_id, client_id from oidc_state where client_id is not null order by created_at, id",
  );
  const sessions = await pool.query("select 1 from oidc_state where model = 'Session'");
  return { open: open.rows, tokens: tokens.rows, sessions: sessions.rowCount ?? 0 };
}
