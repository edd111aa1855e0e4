import { type Kysely, sql } from "kysely";
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

/**
 * Finds the steps of a range whose ground has moved: a value they were planned on is another one now. Call it while the
 * directory is locked.
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
