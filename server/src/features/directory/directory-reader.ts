import { type Kysely, type RawBuilder, sql } from "kysely";
import type { DirectoryDepartment, DirectoryMembership, DirectoryUser } from "../../core/directory/types.ts";
import type { DepartmentId, OpenDepartmentId, OpenId, UnionId, UserId } from "../../core/kernel/ids.ts";
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
  /** Usernames the accounts of those who have none yet might begin with, lower-case. */
  readonly usernames: (known: ReadonlySet<UnionId>) => Promise<readonly string[]>;
  /** Departments they are in or that are asked for, and everything above those, as far as they are named by Feishu. */
  readonly openDepartmentIds: readonly OpenDepartmentId[];
  /** Ids new departments would be given. */
  readonly departmentIds: readonly DepartmentId[];
  /** Departments that may have gone: what is left in them matters. */
  readonly emptied: readonly OpenDepartmentId[];
}

/** Reads the directory as planning needs it: with the links to one connection, all of it at one revision. */
export interface DirectoryReader {
  /** Streams everything, and returns the revision read. */
  readAll(sink: DirectorySink): Promise<{ readonly revision: number }>;
  /** Reads the departments and people of the scope with their memberships, and what is left in the emptied departments. */
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
        await readDepartmentsAround(tx, connectionId, scope, sink);
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
        const theirs = sql`m.user_id = any(${ids}::uuid[]) or m.department_id in (
          select department_id from department_link where open_department_id = any(${[...scope.emptied]}::text[]))`;
        sink.memberships((await selectMemberships(theirs).execute(tx)).rows);
        const known = new Set(rows.flatMap(({ unionId }) => (unionId === null ? [] : [unionId])));
        return { revision, takenUsernames: await readTaken(tx, await scope.usernames(known)) };
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

/** Reads the departments of a scope, those below the emptied ones, and any that a new one could be mistaken for. */
async function readDepartmentsAround(
  tx: Kysely<Database>,
  connectionId: string,
  { openDepartmentIds, departmentIds, emptied }: PeopleScope,
  sink: DirectorySink,
): Promise<void> {
  const linked = (ids: readonly OpenDepartmentId[]) => sql`
    select department_id from department_link where open_department_id = any(${[...ids]}::text[])`;
  const around = sql`d.id in (${linked([...openDepartmentIds, ...emptied])}) or d.id = any(${[...departmentIds]}::uuid[])
    or d.parent_id in (${linked(emptied)})`;
  sink.departments((await selectDepartments(connectionId, around).execute(tx)).rows.map(toDirectoryDepartment));
}

/** Usernames that begin like one of those wanted. */
async function readTaken(tx: Kysely<Database>, wanted: readonly string[]): Promise<readonly string[]> {
  if (wanted.length === 0) return [];
  // Byte by byte, so that the index of prefixes serves whatever the collation; U+10FFFF comes behind everything that goes on.
  const { rows } = await sql<{ username: string }>`
    select distinct username from unnest(${[...wanted]}::text[]) as wanted, directory_user
    where lower(username) ~>=~ wanted and lower(username) ~<~ (wanted || chr(1114111))`.execute(tx);
  return rows.map(({ username }) => username);
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
