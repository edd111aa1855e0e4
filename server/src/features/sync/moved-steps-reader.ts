import { type Kysely, sql } from "kysely";
import type { Instant } from "../../core/kernel/ids.ts";
import { departmentStillHolds, membershipStillHolds, userStillHolds } from "../../core/sync/still-holds.ts";
import type { Database } from "../../platform/db/open-database.ts";
import {
  selectDepartments,
  selectMemberships,
  selectUsers,
  toDirectoryDepartment,
  toDirectoryUser,
} from "../directory/index.ts";
import { readSteps, type StoredChange } from "./change-row-reader.ts";
import type { StoredPlan } from "./ports.ts";

/**
 * Finds the steps of a range whose ground has moved: a value they were planned on is another one now. Only while the
 * directory is locked is the answer still true when it is used.
 */
export async function findMoved(
  tx: Kysely<Database>,
  planId: string,
  connectionId: string,
  firstSeq: number,
  lastSeq: number,
): Promise<number[]> {
  const steps = await readSteps(tx, planId, firstSeq, lastSeq);
  const ids = (kind: StoredChange["change"]["kind"]) =>
    steps.flatMap(({ change }) =>
      change.kind !== kind ? [] : [change.kind === "memberships" ? change.userId : change.id],
    );
  const users = (await selectUsers(connectionId, sql`u.id = any(${ids("users")}::uuid[])`).execute(tx)).rows.map(
    toDirectoryUser,
  );
  const departments = (
    await selectDepartments(connectionId, sql`d.id = any(${ids("departments")}::uuid[])`).execute(tx)
  ).rows.map(toDirectoryDepartment);
  const memberships = (await selectMemberships(sql`m.user_id = any(${ids("memberships")}::uuid[])`).execute(tx)).rows;
  const userById = new Map(users.map((user) => [user.id, user]));
  const departmentById = new Map(departments.map((department) => [department.id, department]));
  const membershipByKey = new Map(memberships.map((one) => [`${one.userId} ${one.departmentId}`, one]));
  const holds = ({ change }: StoredChange): boolean => {
    if (change.kind === "users") return userStillHolds(change, userById.get(change.id));
    if (change.kind === "departments") return departmentStillHolds(change, departmentById.get(change.id));
    return membershipStillHolds(change, membershipByKey.get(`${change.userId} ${change.departmentId}`));
  };
  return steps.filter((step) => !holds(step)).map(({ seq }) => seq);
}

/** Steps looked at at a time, so that nothing grows with the plan. */
const BATCH = 2000;

/** Counts the steps of a plan whose ground has moved since; none when the directory is the very one it was made on. */
export async function countMoved(
  db: Kysely<Database>,
  plan: Pick<StoredPlan, "id" | "directoryRevision" | "changeCount" | "heldCount">,
  connectionId: string,
): Promise<number> {
  const { rows } = await sql<{ revision: number }>`select revision from directory_state`.execute(db);
  if (rows[0]?.revision === plan.directoryRevision) return 0;
  let moved = 0;
  for (let seq = 0; seq < plan.changeCount + plan.heldCount; seq += BATCH)
    moved += (await findMoved(db, plan.id, connectionId, seq, seq + BATCH - 1)).length;
  return moved;
}

/** Counts the people whom syncs removed after a point in time without an approval. */
export async function countRemovalsSince(db: Kysely<Database>, connectionId: string, since: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from sync_removal
    where connection_id = ${connectionId}::uuid and at > ${since}::timestamptz and not approved`.execute(db);
  return rows[0]?.count ?? 0;
}
