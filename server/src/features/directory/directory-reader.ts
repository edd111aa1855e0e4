import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../../core/directory/types.ts";
import type { OpenId, UnionId, UserId } from "../../core/kernel/ids.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { readInBatches } from "./batch-reader.ts";
import {
  selectDepartments,
  selectMemberships,
  selectUsers,
  toDirectoryDepartment,
  toDirectoryUser,
} from "./record-reader.ts";

/** Rows of one fetch: planning reads in a thread of its own, which may be held for longer. */
const BATCH = 2000;

/** Where the pieces of a directory snapshot go, batch by batch. */
export interface DirectorySink {
  readonly departments: (batch: readonly DirectoryDepartment[]) => void;
  readonly users: (batch: readonly DirectoryUser[]) => void;
  readonly memberships: (batch: readonly DirectoryMembership[]) => void;
}

/** What of the directory matters to a few people: their accounts, those that could be theirs, and those they name. */
export interface PeopleScope {
  readonly unionIds: readonly UnionId[];
  /** Of the people themselves and of their leaders. */
  readonly openIds: readonly OpenId[];
  /** Lower-case. */
  readonly emails: readonly string[];
  /** Ids their accounts would be given. */
  readonly userIds: readonly UserId[];
  /** Usernames new accounts might begin with, lower-case. */
  readonly usernames: readonly string[];
}

/** Reads the directory as planning needs it: with the links to one connection, all of it at one revision. */
export interface DirectoryReader {
  /** Streams everything, and returns the revision read. */
  readAll(sink: DirectorySink): Promise<{ readonly revision: number }>;
  /** Reads every department, the people of the scope and their memberships. */
  readAround(
    scope: PeopleScope,
    sink: DirectorySink,
  ): Promise<{
    readonly revision: number;
    readonly takenUsernames: readonly string[];
  }>;
}

/** @param connectionId the connection whose links count */
export function makeDirectoryReader(db: Kysely<Database>, connectionId: string): DirectoryReader {
  const atOneRevision = <Value>(read: (tx: Kysely<Database>) => Promise<Value>) =>
    db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(read);
  return {
    readAll: (sink) =>
      atOneRevision(async (tx) => {
        const revision = await readRevision(tx);
        const everything = sql`true`;
        await readDepartments(tx, connectionId, sink);
        await inBatches(tx, selectUsers(connectionId, everything), (rows) => sink.users(rows.map(toDirectoryUser)));
        await inBatches(tx, selectMemberships(everything), sink.memberships);
        return { revision };
      }),
    readAround: (scope, sink) =>
      atOneRevision(async (tx) => {
        const revision = await readRevision(tx);
        await readDepartments(tx, connectionId, sink);
        const { rows } = await selectUsers(
          connectionId,
          sql`u.id in (
            select user_id from linked_identity where union_id = any(${[...scope.unionIds]}::text[])
            union select user_id from linked_identity where open_id = any(${[...scope.openIds]}::text[])
            union select unnest(${[...scope.userIds]}::uuid[])
            union select id from directory_user where lower(btrim(email)) = any(${[...scope.emails]}::text[])
          )`,
        ).execute(tx);
        sink.users(rows.map(toDirectoryUser));
        const ids = rows.map(({ id }) => id);
        sink.memberships((await selectMemberships(sql`m.user_id = any(${ids}::uuid[])`).execute(tx)).rows);
        const taken = await sql<{ username: string }>`
          select username from directory_user
          where exists (select 1 from unnest(${[...scope.usernames]}::text[]) as wanted where starts_with(lower(username), wanted))
        `.execute(tx);
        return {
          revision,
          takenUsernames: taken.rows.map(({ username }) => username),
        };
      }),
  };
}

async function readRevision(tx: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{
    revision: number;
  }>`select revision from directory_state`.execute(tx);
  const revision = rows[0]?.revision;
  if (revision === undefined) throw new Error("the table directory_state has no row");
  return revision;
}

function readDepartments(tx: Kysely<Database>, connectionId: string, sink: DirectorySink): Promise<void> {
  return inBatches(tx, selectDepartments(connectionId, sql`true`), (rows) => {
    sink.departments(rows.map(toDirectoryDepartment));
  });
}

/** As readInBatches, with the row a query has, in batches for a thread of its own. */
function inBatches<Row>(
  tx: Kysely<Database>,
  query: RawBuilder<Row>,
  take: (rows: readonly Row[]) => void,
): Promise<void> {
  return readInBatches<Row>(tx, query, take, BATCH);
}
