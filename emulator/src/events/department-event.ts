import type { AppIds } from "../apps/app-ids.ts";
import type { Visibility } from "../apps/visibility.ts";
import type { Department } from "../tenant/department.ts";
import type { Tenant } from "../tenant/tenant.ts";

/** A department inside an event: `order` is a number, counts and translated names are missing (feishu-contract 8.4). */
export function departmentEventObject(
  tenant: Tenant,
  ids: AppIds,
  visibility: Visibility,
  index: number,
  department: Department,
): Record<string, unknown> {
  const openId = ids.ofDepartment(index, "open_department_id");
  const leaders = department.leaders.filter(({ user }) => !tenant.isResigned(user));
  const object: Record<string, unknown> = { open_department_id: openId };
  if (visibility.departmentBase) {
    object.name = department.name;
    object.department_id = department.departmentId;
    object.status = { is_deleted: department.deleted };
    if (leaders[0] !== undefined) object.leader_user_id = ids.ofUser(leaders[0].user, "open_id");
  }
  if (visibility.departmentOrganize) {
    object.parent_department_id = ids.ofDepartment(department.parent, "open_department_id");
    object.chat_id = `oc_${openId.slice(3)}`;
    object.order = department.order;
    object.leaders = leaders.map(({ user, type }) => ({ leaderType: type, leaderID: ids.ofUser(user, "open_id") }));
  }
  if (visibility.departmentHrbp) object.department_hrbps = [];
  return object;
}
