import { LEGACY_READS } from "./scopes.ts";

/** Which groups of fields an app may read; a group it may not read is left out of every record (feishu-contract 3.3, 3.4). */
export interface Visibility {
  readonly base: boolean;
  readonly email: boolean;
  readonly phone: boolean;
  readonly employeeId: boolean;
  readonly gender: boolean;
  readonly department: boolean;
  readonly employee: boolean;
  readonly employeeNumber: boolean;
  readonly geo: boolean;
  readonly jobLevel: boolean;
  readonly jobFamily: boolean;
  readonly assignInfo: boolean;
  readonly dottedLine: boolean;
  readonly departmentBase: boolean;
  readonly departmentOrganize: boolean;
  readonly departmentHrbp: boolean;
}

export function readVisibility(granted: ReadonlySet<string>): Visibility {
  const has = (scope: string) => granted.has(scope);
  const legacy = LEGACY_READS.some(has);
  const employee = legacy || has("contact:user.employee:readonly");
  return {
    base: legacy || has("contact:user.base:readonly"),
    email: has("contact:user.email:readonly"),
    phone: has("contact:user.phone:readonly"),
    employeeId: has("contact:user.employee_id:readonly"),
    gender: legacy || has("contact:user.gender:readonly"),
    department: legacy || has("contact:user.department:readonly"),
    employee,
    employeeNumber: employee || has("contact:user.employee_number:read"),
    geo: has("contact:user.user_geo"),
    jobLevel: has("contact:user.job_level:readonly"),
    jobFamily: has("contact:user.job_family:readonly"),
    assignInfo: has("contact:user.assign_info:read"),
    dottedLine: has("contact:user.dotted_line_leader_info.read"),
    departmentBase: legacy || has("contact:department.base:readonly"),
    departmentOrganize: legacy || has("contact:department.organize:readonly"),
    departmentHrbp: has("contact:department.hrbp:readonly"),
  };
}
