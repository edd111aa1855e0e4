import { avatarOf } from "../api/avatar.ts";
import type { AppIds } from "../apps/app-ids.ts";
import type { Visibility } from "../apps/visibility.ts";
import type { UserState } from "../tenant/tenant-change.ts";

/** A person inside an event: always open ids; some gates differ from those of the API (feishu-contract 8.4). */
export function userEventObject(
  ids: AppIds,
  visibility: Visibility,
  user: number,
  state: UserState,
): Record<string, unknown> {
  const { person, memberships, leader } = state;
  const object: Record<string, unknown> = {
    open_id: ids.ofUser(user, "open_id"),
    union_id: ids.ofUser(user, "union_id"),
  };
  if (visibility.employeeId) object.user_id = person.userId;
  if (visibility.base) {
    const image = avatarOf(user);
    object.name = person.name;
    object.en_name = person.enName;
    object.nickname = person.nickname;
    if (person.enterpriseEmail !== null) object.enterprise_email = person.enterpriseEmail;
    object.avatar = {
      avatar_72: `${image}/72.png`,
      avatar_240: `${image}/240.png`,
      avatar_640: `${image}/640.png`,
      avatar_origin: `${image}/o.png`,
    };
  }
  if (visibility.email && person.email !== null) object.email = person.email;
  if (visibility.phone && person.mobile !== null) object.mobile = person.mobile;
  if (visibility.gender) object.gender = person.gender;
  if (person.jobTitle !== null) object.job_title = person.jobTitle;
  if (visibility.department) {
    object.department_ids = memberships.map(({ department }) => ids.ofDepartment(department, "open_department_id"));
    object.orders = memberships.map((membership) => ({
      department_id: ids.ofDepartment(membership.department, "open_department_id"),
      user_order: membership.userOrder,
      department_order: membership.departmentOrder,
      is_primary_dept: membership.primary,
    }));
  }
  if (visibility.employee) {
    object.status = person.status;
    if (leader !== undefined) object.leader_user_id = ids.ofUser(leader, "open_id");
    object.city = person.city;
    object.country = COUNTRY_NAMES[person.country] ?? person.country;
    object.work_station = person.workStation;
    object.join_time = person.joinTime;
    object.employee_type = person.employeeType;
    if (person.customAttrs.length > 0) object.custom_attrs = person.customAttrs;
  }
  if (visibility.employeeNumber && person.employeeNo !== null) object.employee_no = person.employeeNo;
  if (visibility.dottedLine) object.dotted_line_leader_user_ids = [];
  return object;
}

/** Events name the country, the API gives its code. */
const COUNTRY_NAMES: Readonly<Record<string, string>> = { CN: "中国" };
