import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { Unread } from "../../core/sync/snapshot.ts";
import type { UserRecord } from "./answers.ts";
import { departmentsById, usersById } from "./by-id.ts";
import type { FeishuClient } from "./client.ts";
import { readLeavers } from "./leavers.ts";
import { type ContactSink, Reading, type ReadOptions } from "./reading.ts";

/** What asking for expected but unlisted records brought; those present went to the sink. */
export interface Confirmed<Id> {
  readonly absent: readonly Id[];
  readonly unread: readonly Unread[];
  /** Requests it took. */
  readonly calls: number;
}

/**
 * Asks for people who were expected and not listed (feishu contract, trap 24). Who is still there goes to the sink, resigned
 * people with that state; who is not, and whom the HR roster knows as resigned, is absent; the rest stays unread.
 *
 * @throws the signal's reason; failures of Feishu are in `unread`
 */
export async function confirmUsers(
  client: FeishuClient,
  openIds: readonly OpenId[],
  sink: Pick<ContactSink, "users">,
  options: ReadOptions,
): Promise<Confirmed<OpenId>> {
  const reading = new Reading(client, { users: (batch) => sink.users(batch), departments: () => {} }, options);
  const { found, missing, failed } = await usersById(reading, openIds);

  // Without permission to see states a resigned person looks like any other; the roster may know better.
  const doubtful = [...found.filter(isStateHidden).map((record) => record.open_id), ...failed.map(({ id }) => id)];
  const left = await readLeavers(reading, doubtful);
  for (const record of found) if (!left.has(record.open_id)) await reading.addUser(record, null);
  for (const { id, failure } of failed) if (!left.has(id)) reading.leaveUnread("user", id, failure);
  await reading.flush();
  return { absent: [...missing, ...left] as OpenId[], unread: reading.unread, calls: reading.calls };
}

/**
 * Asks for departments that were expected and not listed. Those still there go to the sink.
 *
 * @throws the signal's reason; failures of Feishu are in `unread`
 */
export async function confirmDepartments(
  client: FeishuClient,
  ids: readonly OpenDepartmentId[],
  sink: Pick<ContactSink, "departments">,
  options: ReadOptions,
): Promise<Confirmed<OpenDepartmentId>> {
  const reading = new Reading(client, { departments: (batch) => sink.departments(batch), users: () => {} }, options);
  const { found, missing, failed } = await departmentsById(reading, ids);
  for (const record of found) await reading.addDepartment(record);
  for (const { id, failure } of failed) reading.leaveUnread("department_tree", id, failure);
  await reading.flush();
  return { absent: missing as OpenDepartmentId[], unread: reading.unread, calls: reading.calls };
}

function isStateHidden(record: UserRecord): boolean {
  return record.status === undefined || record.status === null;
}
