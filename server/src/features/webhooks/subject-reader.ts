import { type Kysely, sql } from "kysely";
import type { Json } from "../../core/kernel/json.ts";
import type { Database } from "../../platform/db/open-database.ts";

/** What a person or department is at present; absent: gone for good. */
export type Subjects = ReadonlyMap<string, { readonly [key: string]: Json }>;

/** Reads people and departments, as much of them as a webhook tells. */
export async function readSubjects(
  db: Kysely<Database>,
  userIds: readonly string[],
  departmentIds: readonly string[],
): Promise<Subjects> {
  const found = new Map<string, { readonly [key: string]: Json }>();
  if (userIds.length > 0) {
    const { rows } = await sql<{ id: string; username: string; status: string }>`
      select id, username, status from directory_user where id = any(${[...userIds]}::uuid[])`.execute(db);
    for (const { id, username, status } of rows) found.set(id, { username, status });
  }
  if (departmentIds.length > 0) {
    const { rows } = await sql<{ id: string; name: string; status: string }>`
      select id, name, status from department where id = any(${[...departmentIds]}::uuid[])`.execute(db);
    for (const { id, name, status } of rows) found.set(id, { name, status });
  }
  return found;
}
