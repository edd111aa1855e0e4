import { ROOT } from "./department.ts";
import { isGone, type Membership } from "./memberships.ts";
import type { AccountStatus, Person } from "./person.ts";
import { ROOT_MEMBERSHIP, type Tenant } from "./tenant.ts";

/** What happens to people: hired, edited, moved, frozen, leaving, coming back. */

/** What may be told of a new or changed person beside the ids. */
export type PersonEdit = Partial<Omit<Person, "status">>;

const NEWCOMER: Person = {
  name: "新员工",
  enName: "",
  nickname: "",
  email: null,
  enterpriseEmail: null,
  mobile: null,
  mobileVisible: true,
  gender: 0,
  userId: "",
  employeeNo: null,
  employeeType: 1,
  jobTitle: null,
  city: "北京",
  country: "CN",
  workStation: "",
  joinTime: 1_700_000_000,
  isTenantManager: false,
  customAttrs: [],
  status: { is_frozen: false, is_resigned: false, is_activated: true, is_exited: false, is_unjoin: false },
};

export function hireUser(tenant: Tenant, edit: PersonEdit, departments: readonly number[], leader?: number): number {
  const userId = edit.userId ?? `u${String(tenant.population + 1).padStart(6, "0")}`;
  const person = { ...NEWCOMER, ...edit, userId, status: { ...NEWCOMER.status } };
  const user = tenant.addPerson(person, membershipsIn(departments));
  if (leader !== undefined) tenant.storeLeader(user, leader);
  return user;
}

export function editUser(tenant: Tenant, user: number, edit: PersonEdit): void {
  tenant.storePerson(user, { ...tenant.person(user), ...edit });
}

/** Puts a person into exactly these departments, the first one primary. */
export function moveUser(tenant: Tenant, user: number, departments: readonly number[]): void {
  tenant.storeMemberships(user, membershipsIn(departments));
}

export function changeStatus(tenant: Tenant, user: number, change: Partial<AccountStatus>): void {
  const person = tenant.person(user);
  tenant.storePerson(user, { ...person, status: { ...person.status, ...change } });
}

/** Takes the person out of every list; readable by id from now on. */
export function resignUser(tenant: Tenant, user: number): void {
  tenant.memberships.unlist(user);
  changeStatus(tenant, user, { is_resigned: true });
}

/** Undoes a resignation or exit: same ids, same departments as far as they still exist. */
export function restoreUser(tenant: Tenant, user: number): void {
  changeStatus(tenant, user, { is_resigned: false, is_exited: false });
  const left = tenant.memberships.of(user).filter(({ department }) => !isGone(tenant.departments[department]));
  tenant.storeMemberships(user, left.length === 0 ? [ROOT_MEMBERSHIP] : [...left]);
}

/**
 * Hires a person again who left: a new record with a new open_id and user_id.
 *
 * @param keepUnion whether the union_id comes back with them
 * @returns the new record's number
 */
export function rehireUser(tenant: Tenant, user: number, keepUnion: boolean): number {
  if (!tenant.isResigned(user)) resignUser(tenant, user);
  const userId = `u${String(tenant.population + 1).padStart(6, "0")}`;
  const person = { ...tenant.person(user), userId, status: { ...NEWCOMER.status } };
  const left = tenant.memberships.of(user).filter(({ department }) => !isGone(tenant.departments[department]));
  return tenant.addPerson(person, left.length === 0 ? [ROOT_MEMBERSHIP] : [...left], keepUnion ? user : undefined);
}

function membershipsIn(departments: readonly number[]): Membership[] {
  const places = departments.length === 0 ? [ROOT] : [...new Set(departments)];
  return places.map((department, place) => ({
    department,
    userOrder: 0,
    departmentOrder: (places.length - place) * 100,
    primary: place === 0,
  }));
}
