import type { Tenant } from "../../tenant/tenant.ts";
import { avatarOf } from "../avatar.ts";
import type { RecordView } from "./department-record.ts";

/** `get` is users/:id; `list` is find_by_department and users/batch, which show the top-level is_frozen (feishu-contract 3.4). */
export type UserRecordKind = "get" | "list";

/** A person as the platform shows them; keys the app may not read are left out. */
export function userRecord(
  tenant: Tenant,
  view: RecordView,
  user: number,
  kind: UserRecordKind,
): Record<string, unknown> {
  const { ids, visibility, userIdType, departmentIdType } = view;
  const person = tenant.person(user);
  const record: Record<string, unknown> = {
    union_id: ids.ofUser(user, "union_id"),
    open_id: ids.ofUser(user, "open_id"),
    mobile_visible: person.mobileVisible,
  };
  if (kind === "list") record.is_frozen = person.status.is_frozen;
  if (visibility.employeeId) record.user_id = person.userId;
  if (visibility.base) {
    const image = avatarOf(user);
    record.name = person.name;
    record.en_name = person.enName;
    record.nickname = person.nickname;
    record.avatar = {
      avatar_72: `${image}/72.png`,
      avatar_240: `${image}/240.png`,
      avatar_640: `${image}/640.png`,
      avatar_origin: `${image}/o.png`,
    };
  }
  if (visibility.email && person.email !== null) record.email = person.email;
  if (visibility.phone && person.mobile !== null) record.mobile = person.mobile;
  if (visibility.gender) record.gender = person.gender;
  if (visibility.department) {
    const memberships = tenant.memberships.of(user);
    const leader = tenant.leaderOf(user);
    record.department_ids = memberships.map(({ department }) => ids.ofDepartment(department, departmentIdType));
    if (leader !== undefined) record.leader_user_id = ids.ofUser(leader, userIdType);
    record.orders = memberships.map((membership) => ({
      department_id: ids.ofDepartment(membership.department, departmentIdType),
      user_order: membership.userOrder,
      department_order: membership.departmentOrder,
      is_primary_dept: membership.primary,
    }));
  }
  if (visibility.employee) {
    if (person.enterpriseEmail !== null) record.enterprise_email = person.enterpriseEmail;
    record.status = person.status;
    record.city = person.city;
    record.country = person.country;
    record.work_station = person.workStation;
    record.join_time = person.joinTime;
    record.is_tenant_manager = person.isTenantManager;
    record.employee_type = person.employeeType;
    if (person.jobTitle !== null) record.job_title = person.jobTitle;
    if (person.customAttrs.length > 0) record.custom_attrs = person.customAttrs;
  }
  if (visibility.employeeNumber && person.employeeNo !== null) record.employee_no = person.employeeNo;
  if (visibility.geo) record.geo = "cn";
  if (visibility.dottedLine) record.dotted_line_leader_user_ids = [];
  if (kind === "get" && visibility.assignInfo) record.assign_info = [];
  return record;
}
