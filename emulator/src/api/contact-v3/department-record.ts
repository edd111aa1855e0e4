import type { AppIds, DepartmentIdType, UserIdType } from "../../apps/app-ids.ts";
import type { Visibility } from "../../apps/visibility.ts";
import type { Department } from "../../tenant/department.ts";
import type { Tenant } from "../../tenant/tenant.ts";

/** How one caller wants records: whose ids, which kinds of ids, which groups of fields. */
export interface RecordView {
  readonly ids: AppIds;
  readonly visibility: Visibility;
  readonly userIdType: UserIdType;
  readonly departmentIdType: DepartmentIdType;
}

/** A department as the platform shows it; keys the app may not read are left out (feishu-contract 3.3). */
export function departmentRecord(tenant: Tenant, view: RecordView, index: number): Record<string, unknown> {
  const { ids, visibility, userIdType, departmentIdType } = view;
  const department = tenant.departments[index] as Department;
  const leaders = tenant.leadersOf(index);
  const record: Record<string, unknown> = {};
  if (visibility.departmentBase) {
    record.name = department.name;
    record.i18n_name = department.i18nName;
    record.department_id = department.departmentId;
    record.chat_id = `oc_${ids.ofDepartment(index, "open_department_id").slice(3)}`;
    record.status = { is_deleted: false };
  }
  record.open_department_id = ids.ofDepartment(index, "open_department_id");
  if (visibility.departmentOrganize) {
    const counts = tenant.countsOf(index);
    record.parent_department_id = ids.ofDepartment(department.parent, departmentIdType);
    record.leader_user_id = leaders[0] === undefined ? "" : ids.ofUser(leaders[0].user, userIdType);
    record.order = String(department.order);
    record.unit_ids = [];
    record.member_count = counts.all;
    record.primary_member_count = counts.primary;
  }
  // Without department.organize the kind of leadership stays visible, the person does not (3.3, 14).
  record.leaders = leaders.map(({ user, type }) =>
    visibility.departmentOrganize ? { leaderType: type, leaderID: ids.ofUser(user, userIdType) } : { leaderType: type },
  );
  record.group_chat_employee_types = [1, 2];
  if (visibility.departmentHrbp) record.department_hrbps = [];
  return record;
}
