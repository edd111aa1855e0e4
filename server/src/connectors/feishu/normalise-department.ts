import type { OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import type { SourceDepartment } from "../../core/sync/snapshot.ts";
import type { DepartmentRecord } from "./answers.ts";
import { normaliseText } from "./normalise-text.ts";

/** The company root under both id types (feishu contract 3.1). */
export const ROOT = "0";

const MAIN_LEADER = 1;

/** A department's record → the core's form. A missing key and an empty one look alike here; readability tells them apart. */
export function normaliseDepartment(record: DepartmentRecord): SourceDepartment {
  const parent = record.parent_department_id;
  return {
    openDepartmentId: record.open_department_id as OpenDepartmentId,
    departmentId: normaliseText(record.department_id),
    name: normaliseText(record.name),
    parentOpenDepartmentId: parent && parent !== ROOT ? (parent as OpenDepartmentId) : null,
    order: Number(record.order ?? 0),
    leaderOpenIds: leadersOf(record),
    memberCount: record.member_count ?? null,
  };
}

/** Main leader first, each once; `leader_user_id` is an older way to name the main one. */
function leadersOf(record: DepartmentRecord): readonly OpenId[] {
  const leaders = record.leaders ?? [];
  const main = leaders.filter(({ leaderType }) => leaderType === MAIN_LEADER).map(({ leaderID }) => leaderID);
  const deputies = leaders.filter(({ leaderType }) => leaderType !== MAIN_LEADER).map(({ leaderID }) => leaderID);
  const ids = [...main, ...(main.length === 0 ? [record.leader_user_id] : []), ...deputies];
  return [...new Set(ids.filter((id): id is string => !!id))] as OpenId[];
}
