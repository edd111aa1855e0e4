import { type Kysely, sql } from "kysely";
import type { ImportedPerson, KnownAccount } from "../../core/directory/plan-import.ts";
import type { UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { ImportedGroup } from "./import-ports.ts";

/** Every account that has one of the people's usernames, addresses or union_ids. */
export async function readKnownAccounts(
  db: Kysely<Database>,
  people: readonly ImportedPerson[],
  connectionId: string | null,
): Promise<readonly KnownAccount[]> {
  const usernames = people.map(({ username }) => username);
  const emails = people.flatMap(({ email }) => email ?? []);
  const unions = people.flatMap(({ unionId }) => unionId ?? []);
  const { rows } = await sql<KnownAccount>`
    select u.id, u.username, u.email, u.name, u.status = 'deleted' as deleted,
      (u.role in ('owner', 'administrator') or u.service_account) as operator, l.union_id as "unionId"
    from directory_user u
    left join linked_identity l on l.user_id = u.id and l.connection_id = ${connectionId}::uuid
    where lower(u.username) = any(${usernames}::text[]) or u.email = any(${emails}::text[])
      or l.union_id = any(${unions}::text[])`.execute(db);
  return rows;
}

/** A group of that name as it is, and which of some usernames belong to somebody who is not in it. */
export interface KnownGroup {
  readonly id: string | null;
  readonly newMembers: readonly UserId[];
  readonly unknown: readonly string[];
}

export async function readKnownGroup(db: Kysely<Database>, { name, members }: ImportedGroup): Promise<KnownGroup> {
  const found = await sql<{ id: string }>`select id from directory_group where lower(name) = lower(${name})`.execute(
    db,
  );
  const id = found.rows[0]?.id ?? null;
  const { rows } = await sql<{ username: string; id: UserId | null; inside: boolean }>`
    select asked.username, u.id, m.user_id is not null as inside
    from (select distinct username from unnest(${[...members]}::text[]) as username) asked
    left join directory_user u on lower(u.username) = lower(asked.username) and u.status <> 'deleted'
    left join group_member m on m.group_id = ${id}::uuid and m.user_id = u.id
    order by asked.username`.execute(db);
  return {
    id,
    newMembers: rows.flatMap((row) => (row.id !== null && !row.inside ? [row.id] : [])),
    unknown: rows.filter((row) => row.id === null).map(({ username }) => username),
  };
}
