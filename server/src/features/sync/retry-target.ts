import type { SyncTarget } from "../../core/sync/snapshot.ts";
import type { FailedRecords } from "./outcome-reader.ts";

/**
 * What a retry looks at: only the records that failed where Feishu's ids name them all, else everything. Null when nothing
 * failed and nothing was unread.
 *
 * @param failed what the run left out; undefined when it never came to a plan
 * @param complete whether the run read everything; what it could not read has no name either
 */
export function retryTarget(
  asked: SyncTarget,
  failed: FailedRecords | undefined,
  complete: boolean,
): SyncTarget | null {
  if (failed === undefined || !complete) return asked;
  const { users, departments, unnamed } = failed;
  if (users.length + departments.length + unnamed === 0) return null;
  const [department] = departments;
  if (unnamed > 0 || departments.length > 1) return asked;
  if (department === undefined) return { kind: "users", openIds: [...new Set(users)].sort() };
  return users.length === 0 ? { kind: "department", openDepartmentId: department } : asked;
}
