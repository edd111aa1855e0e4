import { type Kysely, sql } from "kysely";
import type { DepartmentId, UserId } from "../../core/kernel/ids.ts";
import type { LiveTree } from "../../core/ldap/live-tree.ts";
import type { GroupMemberRecord, MembershipRecord } from "../../core/ldap/records.ts";
import type { Database } from "../../platform/db/open-database.ts";
import { readInBatches } from "./batch-reader.ts";
import { type DeltaSnapshot, readNews, readSnapshot, selectChanged } from "./delta-reader.ts";
import { selectUnnamed } from "./ldap-name-store.ts";
import {
  DEPARTMENTS,
  type DepartmentRow,
  GROUP_MEMBERS,
  GROUPS,
  type GroupRow,
  MEMBERSHIPS,
  type PersonRow,
  selectPeople,
  toDepartment,
  toGroup,
  toPerson,
} from "./ldap-tree-reader.ts";
import { makeWorkedOut, type WorkedOut } from "./ldap-worked-out.ts";

/**
 * Brings a tree from one snapshot to the present one, batch by batch: each batch is taken in whole between two requests. If it
 * fails in the middle, the tree is whole all the same and the same changes are read again.
 *
 * @returns the snapshot the tree has now, and whether records changed that have no name in LDAP yet; undefined, and the tree as it
 *   was, when it is not written down which records changed
 */
export async function followChanges(
  db: Kysely<Database>,
  tree: LiveTree,
  held: DeltaSnapshot,
): Promise<{ readonly snapshot: DeltaSnapshot; readonly unnamed: boolean } | undefined> {
  const workedOut = await makeWorkedOut(tree.relations);
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => {
      // Asked of what is about to be followed: such a change may have come since anybody looked.
      if ((await readNews(tx, held)).tooMuch) return undefined;
      const snapshot = await readSnapshot(tx);
      await followDepartments(tx, tree, held);
      await followGroups(tx, tree, held);
      await followPeople(tx, tree, held, workedOut);
      const { rows } = await sql`select from ${selectUnnamed(held)} as unnamed limit 1`.execute(tx);
      return { snapshot, unnamed: rows.length > 0 };
    });
}

/** A row of what there is now for an id that changed; its other columns are null if nothing is. */
type Changed<Row> = Row & { readonly changed_id: string; readonly id: string | null };

async function followDepartments(tx: Kysely<Database>, tree: LiveTree, held: DeltaSnapshot): Promise<void> {
  const added: string[] = [];
  const query = sql`select c.id as changed_id, d.* from (${selectChanged("department", held)}) c left join (${DEPARTMENTS}) d using (id)`;
  await readInBatches<Changed<DepartmentRow>>(tx, query, (rows) => {
    const { there, gone } = split(rows);
    for (const { id } of there) if (!tree.departmentById.has(id)) added.push(id);
    tree.dropDepartments(gone as DepartmentId[]);
    tree.putDepartments(there.map(toDepartment));
  });
  if (added.length === 0) return;
  // Who is in a department that comes back was not changed by that.
  await readInBatches<MembershipRecord>(tx, sql`${MEMBERSHIPS} where department_id = any(${added}::uuid[])`, (rows) =>
    tree.addMemberships(rows),
  );
  await readInBatches<GroupMemberRecord>(
    tx,
    sql`${GROUP_MEMBERS} where department_id = any(${added}::uuid[])`,
    (rows) => tree.addGroupMembers(rows),
  );
}

async function followGroups(tx: Kysely<Database>, tree: LiveTree, held: DeltaSnapshot): Promise<void> {
  const changed = selectChanged("group", held);
  const query = sql`select c.id as changed_id, g.* from (${changed}) c left join (${GROUPS}) g using (id)`;
  await readInBatches<Changed<GroupRow>>(tx, query, (rows) => {
    const { there, gone } = split(rows);
    tree.dropGroups(gone);
    tree.putGroups(there.map(toGroup));
  });
  await readInBatches<GroupMemberRecord>(tx, sql`${GROUP_MEMBERS} where group_id in (${changed})`, (rows) =>
    tree.addGroupMembers(rows),
  );
}

interface Ties {
  /** Ids with a comma between them. */
  readonly department_ids: string | null;
  readonly group_ids: string | null;
}

async function followPeople(
  tx: Kysely<Database>,
  tree: LiveTree,
  held: DeltaSnapshot,
  workedOut: WorkedOut,
): Promise<void> {
  const query = sql`
    select c.id as changed_id, u.*,
      (select string_agg(department_id::text, ',') from membership where user_id = c.id) as department_ids,
      (select string_agg(group_id::text, ',') from group_member where user_id = c.id) as group_ids
    from (${selectChanged("user", held)}) c left join (${selectPeople(workedOut)}) u using (id)`;
  await readInBatches<Changed<PersonRow> & Ties>(tx, query, (rows) => {
    const { there, gone } = split(rows);
    tree.dropPeople(gone as UserId[]);
    tree.putPeople(there.map((row) => toPerson(row, workedOut)));
    tree.addMemberships(
      there.flatMap(({ id, department_ids: ids }) =>
        listIds(ids).map((departmentId) => ({ userId: id, departmentId: departmentId as DepartmentId })),
      ),
    );
    tree.addGroupMembers(
      there.flatMap(({ id, group_ids: ids }) =>
        listIds(ids).map((groupId) => ({ groupId, userId: id, departmentId: null, subtree: false })),
      ),
    );
  });
}

function split<Row extends { readonly changed_id: string; readonly id: string | null }>(rows: readonly Row[]) {
  return {
    there: rows.filter(({ id }) => id !== null),
    gone: rows.filter(({ id }) => id === null).map(({ changed_id: id }) => id),
  };
}

function listIds(text: string | null): string[] {
  return text === null ? [] : text.split(",");
}
