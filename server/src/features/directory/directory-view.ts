import { toFieldView } from "./field-view.ts";
import type { DepartmentDetail, DepartmentRecord, HistoryEntry, UserDetail, UserRecord } from "./ports.ts";

/** A user as lists and the export show one (product.md section 4). */
export function toUser(user: UserRecord) {
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    nickname: user.nickname,
    email: user.email,
    mobile: user.mobile,
    employee_no: user.employeeNo,
    job_title: user.jobTitle,
    status: user.status,
    origin: user.origin,
    departments: user.departments.map((department) => ({
      id: department.id,
      open_department_id: department.openDepartmentId,
      name: department.name,
      primary: department.primary,
    })),
    leader: user.leaderId,
    feishu: user.feishu && {
      open_id: user.feishu.openId,
      union_id: user.feishu.unionId,
      user_id: user.feishu.userId,
    },
  };
}

/** A user with everything that is known. */
export function toUserDetail(user: UserDetail) {
  return {
    ...toUser(user),
    role: user.role,
    service_account: user.serviceAccount,
    has_password: user.hasPassword,
    fed_fields: [...user.fedFields],
    placements: user.placements.map(({ departmentId, number, path, primary, origin }) => ({
      department_id: departmentId,
      number,
      path: [...path],
      primary,
      origin,
    })),
    leader_user: user.leaderUser,
    linked_at: user.linkedAt,
    disabled_by: user.disabledBy,
    protected: user.protected,
    pinned: user.pinned,
    attributes: { ...user.attributes },
    created_at: user.createdAt,
    updated_at: user.updatedAt,
    deleted_at: user.deletedAt,
  };
}

/** One thing that happened to a user. */
export function toHistoryEntry(entry: HistoryEntry) {
  return {
    at: entry.at,
    actor: entry.actor,
    action: entry.action,
    run: entry.runId,
    reason: entry.reason,
    department_id: entry.departmentId,
    before: toFieldView(entry.before),
    after: toFieldView(entry.after),
  };
}

/** A department as lists and the export show one (product.md section 4). */
export function toDepartment(department: DepartmentRecord) {
  return {
    id: department.id,
    name: department.name,
    parent: department.parentId,
    order: department.order,
    leaders: [...department.leaderIds],
    origin: department.origin,
    open_department_id: department.openDepartmentId,
  };
}

/** A department with everything that is known. */
export function toDepartmentDetail(department: DepartmentDetail) {
  return {
    ...toDepartment(department),
    number: department.number,
    path: [...department.path],
    status: department.status,
    pinned: department.pinned,
    member_count: department.memberCount,
    created_at: department.createdAt,
    updated_at: department.updatedAt,
    deleted_at: department.deletedAt,
  };
}
