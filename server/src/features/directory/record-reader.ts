import { type RawBuilder, sql } from "kysely";
import type {
  Attributes,
  DepartmentPin,
  DepartmentStatus,
  DirectoryDepartment,
  DirectoryMembership,
  DirectoryUser,
  Origin,
  UserPin,
  UserStatus,
} from "../../core/directory/types.ts";
import type { DepartmentId, OpenDepartmentId, OpenId, UnionId, UserId } from "../../core/kernel/ids.ts";

/** How records of the directory are selected for a planner, and how rows become core types. */

export interface UserRow {
  id: UserId;
  username: string;
  name: string;
  nickname: string | null;
  email: string | null;
  mobile: string | null;
  employeeNo: string | null;
  jobTitle: string | null;
  leaderId: UserId | null;
  attributes: Attributes;
  status: UserStatus;
  disabledBy: "sync" | "operator" | null;
  origin: Origin;
  operator: boolean;
  exempt: boolean;
  pin: UserPin | null;
  unionId: UnionId | null;
  openId: OpenId | null;
  feishuUserId: string | null;
  tombstone: boolean;
}

/**
 * Users with their link to one connection. Where there is none, what another, removed connection left behind stands in
 * for it, so that a new set-up finds the same people again (product.md 5.7).
 *
 * @param where condition over `u` (directory_user) and `l`, `o` (their links)
 */
export function selectUsers(connectionId: string, where: RawBuilder<unknown>): RawBuilder<UserRow> {
  return sql<UserRow>`
    select u.id, u.username, u.name, u.nickname, u.email, u.mobile, u.employee_no as "employeeNo", u.job_title as "jobTitle",
      u.leader_id as "leaderId", u.attributes, u.status, u.disabled_by as "disabledBy", u.origin,
      (u.role in ('owner', 'administrator') or u.service_account) as operator, u.sync_exempt as exempt, u.pin,
      coalesce(l.union_id, o.union_id) as "unionId", coalesce(l.open_id, o.open_id) as "openId",
      case when l.user_id is null then o.feishu_user_id else l.feishu_user_id end as "feishuUserId",
      case when l.user_id is null then true else l.unlinked_at is not null end as tombstone
    from directory_user u
    left join linked_identity l on l.user_id = u.id and l.connection_id = ${connectionId}
    left join lateral (
      select union_id, open_id, feishu_user_id from linked_identity buried
      where l.user_id is null and buried.user_id = u.id and buried.unlinked_at is not null order by buried.linked_at desc limit 1
    ) o on true
    where ${where}`;
}

export function toDirectoryUser(row: UserRow): DirectoryUser {
  const { unionId, openId, feishuUserId, tombstone, operator, exempt, ...rest } = row;
  return {
    ...rest,
    operator,
    protected: operator || exempt,
    link: unionId === null || openId === null ? null : { unionId, openId, feishuUserId, tombstone },
  };
}

export interface DepartmentRow {
  id: DepartmentId;
  name: string;
  parentId: DepartmentId | null;
  order: number;
  leaderIds: UserId[];
  status: DepartmentStatus;
  origin: Origin;
  pin: DepartmentPin | null;
  openDepartmentId: OpenDepartmentId | null;
  feishuDepartmentId: string | null;
  tombstone: boolean;
}

/** Departments with their link to one connection, found as those of users are. @param where condition over `d`, `l`, `o` */
export function selectDepartments(connectionId: string, where: RawBuilder<unknown>): RawBuilder<DepartmentRow> {
  return sql<DepartmentRow>`
    select d.id, d.name, d.parent_id as "parentId", d.sort_order as "order", d.leader_ids as "leaderIds", d.status, d.origin,
      d.pin, coalesce(l.open_department_id, o.open_department_id) as "openDepartmentId",
      case when l.department_id is null then o.feishu_department_id else l.feishu_department_id end as "feishuDepartmentId",
      case when l.department_id is null then true else l.unlinked_at is not null end as tombstone
    from department d
    left join department_link l on l.department_id = d.id and l.connection_id = ${connectionId}
    left join lateral (
      select open_department_id, feishu_department_id from department_link buried
      where l.department_id is null and buried.department_id = d.id and buried.unlinked_at is not null
      order by buried.linked_at desc limit 1
    ) o on true
    where ${where}`;
}

export function toDirectoryDepartment(row: DepartmentRow): DirectoryDepartment {
  const { openDepartmentId, feishuDepartmentId, tombstone, ...rest } = row;
  return {
    ...rest,
    link: openDepartmentId === null ? null : { openDepartmentId, feishuDepartmentId, tombstone },
  };
}

/** Memberships as the core knows them. @param where condition over `m` */
export function selectMemberships(where: RawBuilder<unknown>): RawBuilder<DirectoryMembership> {
  return sql<DirectoryMembership>`
    select m.user_id as "userId", m.department_id as "departmentId", m.is_primary as "primary", m.user_order as "userOrder",
      m.department_order as "departmentOrder", m.origin
    from membership m where ${where}`;
}
