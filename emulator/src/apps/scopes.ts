/** Names of permissions ("scopes" on the platform) and the sets an emulated app may start with (feishu-contract 11). */

export const LEGACY_READS: readonly string[] = [
  "contact:contact:readonly_as_app",
  "contact:contact:access_as_app",
  "contact:contact:readonly",
];
export const LEGACY_AS_APP: readonly string[] = ["contact:contact:readonly_as_app", "contact:contact:access_as_app"];

/** Everything an administrator could grant that the emulator knows; all of it but the legacy three is granted by "full". */
export const KNOWN_SCOPES: readonly string[] = [
  "contact:contact.base:readonly",
  "contact:department.base:readonly",
  "contact:department.organize:readonly",
  "contact:department.hrbp:readonly",
  "contact:user.base:readonly",
  "contact:user.department:readonly",
  "contact:user.employee:readonly",
  "contact:user.employee_number:read",
  "contact:user.email:readonly",
  "contact:user.phone:readonly",
  "contact:user.employee_id:readonly",
  "contact:user.gender:readonly",
  "contact:user.user_geo",
  "contact:user.job_level:readonly",
  "contact:user.job_family:readonly",
  "contact:user.assign_info:read",
  "contact:user.dotted_line_leader_info.read",
  "contact:user.id:readonly",
  "contact:user.basic_profile:readonly",
  "contact:group:readonly",
  "ehr:employee:readonly",
  "im:message:send_as_bot",
  "im:message:readonly",
  "im:message:update",
  "im:message:recall",
  "im:message:send_multi_users",
  "im:message:send_multi_depts",
  "application:application:self_manage",
  "admin:app.info:readonly",
  "tenant:tenant:readonly",
  "tenant:tenant.domain:read",
  "offline_access",
  ...LEGACY_READS,
];

/** What go-ldap-admin's guide asks for. */
const GO_LDAP_ADMIN_SCOPES: readonly string[] = [
  "contact:department.organize:readonly",
  "contact:user.base:readonly",
  "contact:user.phone:readonly",
  "contact:contact:readonly_as_app",
  "ehr:employee:readonly",
];

export type ScopeSet = "full" | "legacy" | "none";

/** The members of a named set. */
export function scopesOfSet(set: ScopeSet): readonly string[] {
  if (set === "none") return [];
  if (set === "legacy") return GO_LDAP_ADMIN_SCOPES;
  return KNOWN_SCOPES.filter((scope) => !LEGACY_READS.includes(scope));
}
