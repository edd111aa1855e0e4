import type { App } from "../apps/app.ts";
import type { Platform } from "../platform.ts";
import { ROOT } from "../tenant/department.ts";
import { primaryOf } from "../tenant/memberships.ts";

/** The tenant as it truly is, whatever an app may see of it: what tests compare a directory with. */

export function showDepartment(platform: Platform, app: App, index: number) {
  const { tenant, lookup } = platform;
  const department = tenant.departments[index];
  return {
    kind: "department",
    open_department_id: lookup.openDepartmentId(index),
    department_id: department?.departmentId,
    name: department?.name,
    parent: lookup.openDepartmentId(department?.parent ?? ROOT),
    order: department?.order,
    leaders: tenant.leadersOf(index).map((leader) => app.ids.ofUser(leader.user, "open_id")),
    in_range: app.range.coversDepartment(index),
    direct_members: tenant.memberships.listOf(index).length,
  };
}

export function showUser(platform: Platform, app: App, user: number) {
  const { tenant, lookup } = platform;
  const person = tenant.person(user);
  const memberships = tenant.memberships.of(user);
  const leader = tenant.leaderOf(user);
  const primary = primaryOf(memberships);
  return {
    kind: "user",
    open_id: app.ids.ofUser(user, "open_id"),
    union_id: lookup.unionId(user),
    user_id: person.userId,
    name: person.name,
    en_name: person.enName,
    nickname: person.nickname,
    email: person.email,
    enterprise_email: person.enterpriseEmail,
    mobile: person.mobile,
    employee_no: person.employeeNo,
    employee_type: person.employeeType,
    job_title: person.jobTitle,
    leader: leader === undefined ? null : app.ids.ofUser(leader, "open_id"),
    departments: memberships.map(({ department }) => lookup.openDepartmentId(department)),
    primary: primary === undefined ? null : lookup.openDepartmentId(primary),
    status: person.status,
    listed: !person.status.is_resigned,
    in_range: app.range.coversUser(user),
  };
}

/** A JSON line a record: departments first, the root left out, then everybody, people who left included. */
export function* snapshotLines(platform: Platform, app: App): Generator<string> {
  for (const index of platform.tenant.tree.subtreeOf(ROOT))
    yield `${JSON.stringify(showDepartment(platform, app, index))}\n`;
  for (let user = 0; user < platform.tenant.population; user += 1)
    yield `${JSON.stringify(showUser(platform, app, user))}\n`;
}
