import { type Kysely, sql } from "kysely";
import type { Database } from "../../platform/db/open-database.ts";
import type { ApplicationAccess } from "./ports.ts";

interface Row {
  kind: "user" | "group" | "department";
  id: string;
  name: string;
  username: string;
  subtree: boolean;
}

/** Reads who is named in an application's access, each by name; deleted people and departments are left out. */
export async function readNamed(
  db: Kysely<Database>,
  applicationId: string,
): Promise<Omit<ApplicationAccess, "everyone">> {
  const { rows } = await sql<Row>`
    select 'user' as kind, u.id, u.name, u.username, false as subtree
    from application_access x join directory_user u on u.id = x.user_id and u.status <> 'deleted'
    where x.application_id = ${applicationId}::uuid
    union all
    select 'group', g.id, g.name, '', false
    from application_access x join directory_group g on g.id = x.group_id
    where x.application_id = ${applicationId}::uuid
    union all
    select 'department', d.id, d.name, '', x.subtree
    from application_access x join department d on d.id = x.department_id and d.status = 'active'
    where x.application_id = ${applicationId}::uuid
    order by name, id`.execute(db);
  const of = (wanted: Row["kind"]) => rows.filter(({ kind }) => kind === wanted);
  return {
    users: of("user").map(({ id, name, username }) => ({ id, name, username })),
    groups: of("group").map(({ id, name }) => ({ id, name })),
    departments: of("department").map(({ id, name, subtree }) => ({ id, name, subtree })),
  };
}
