import {
  type Readability,
  SOURCE_DEPARTMENT_KEYS,
  SOURCE_USER_KEYS,
  type SourceDepartmentKey,
  type SourceUserKey,
} from "../../core/sync/snapshot.ts";
import type { DepartmentRecord, UserRecord } from "./answers.ts";
import { type GrantedPermissions, heldFor } from "./permissions.ts";

/** Which permission shows a key, and how to tell that a record has it. */
interface KeySource<Record> {
  /** Null: shown without any. */
  readonly permission: string | null;
  readonly seen: (record: Record) => boolean;
}

const has = (value: unknown): boolean => value !== undefined && value !== null;

const BASE = "contact:user.base:readonly";
const EMPLOYEE = "contact:user.employee:readonly";
const DEPARTMENT = "contact:user.department:readonly";
const TREE = "contact:department.organize:readonly";

const USER_KEYS: { readonly [Key in SourceUserKey]: KeySource<UserRecord> } = {
  name: { permission: BASE, seen: (r) => has(r.name) },
  nickname: { permission: BASE, seen: (r) => has(r.nickname) },
  email: { permission: "contact:user.email:readonly", seen: (r) => has(r.email) },
  enterpriseEmail: { permission: EMPLOYEE, seen: (r) => has(r.enterprise_email) },
  mobile: { permission: "contact:user.phone:readonly", seen: (r) => has(r.mobile) },
  employeeNo: { permission: EMPLOYEE, seen: (r) => has(r.employee_no) },
  jobTitle: { permission: EMPLOYEE, seen: (r) => has(r.job_title) },
  departments: { permission: DEPARTMENT, seen: (r) => has(r.department_ids) || has(r.orders) },
  leader: { permission: DEPARTMENT, seen: (r) => has(r.leader_user_id) },
  state: { permission: EMPLOYEE, seen: (r) => has(r.status) },
};

const ATTRIBUTES: { readonly [key: string]: KeySource<UserRecord> } = {
  avatar: { permission: BASE, seen: (r) => has(r.avatar) },
  city: { permission: EMPLOYEE, seen: (r) => has(r.city) },
  country: { permission: EMPLOYEE, seen: (r) => has(r.country) },
  custom: { permission: EMPLOYEE, seen: (r) => has(r.custom_attrs) },
  employee_type: { permission: EMPLOYEE, seen: (r) => has(r.employee_type) },
  en_name: { permission: BASE, seen: (r) => has(r.en_name) },
  is_tenant_manager: { permission: EMPLOYEE, seen: (r) => has(r.is_tenant_manager) },
  join_time: { permission: EMPLOYEE, seen: (r) => has(r.join_time) },
  mobile_visible: { permission: null, seen: (r) => has(r.mobile_visible) },
  work_station: { permission: EMPLOYEE, seen: (r) => has(r.work_station) },
};

const DEPARTMENT_KEYS: { readonly [Key in SourceDepartmentKey]: KeySource<DepartmentRecord> } = {
  name: { permission: "contact:department.base:readonly", seen: (r) => has(r.name) },
  parent: { permission: TREE, seen: (r) => has(r.parent_department_id) },
  order: { permission: TREE, seen: (r) => has(r.order) },
  leaders: { permission: TREE, seen: (r) => has(r.leaders) || has(r.leader_user_id) },
};

/** Keys that are never empty: where no record shows one, its permission is not in force whatever the list of grants says. */
const SENTINELS: { readonly [permission: string]: readonly string[] } = {
  [BASE]: ["name"],
  [EMPLOYEE]: ["state"],
  [DEPARTMENT]: ["departments"],
  "contact:department.base:readonly": ["name"],
  [TREE]: ["parent"],
};

/** Watches records go by and notes which keys ever appear. A missing permission leaves keys out (feishu contract, trap 7). */
export class KeyObserver {
  readonly #users = watch<UserRecord>({ ...USER_KEYS, ...ATTRIBUTES });
  readonly #departments = watch<DepartmentRecord>(DEPARTMENT_KEYS);

  seeUser(record: UserRecord): void {
    this.#users.see(record);
  }

  seeDepartment(record: DepartmentRecord): void {
    this.#departments.see(record);
  }

  /**
   * Judges what may be read.
   *
   * @param grants the app's permissions before and after the reading, or null where Feishu does not tell; then only what
   *   was seen counts
   * @param whole whether everybody was looked at: then a granted field nobody shows is not believed to be readable, so
   *   that a grant that is not in force empties no field
   */
  judge(grants: Grants | null, whole: boolean): Readability {
    const user = judgeKeys(USER_KEYS, this.#users, grants, whole);
    const department = judgeKeys(DEPARTMENT_KEYS, this.#departments, grants, false);
    const attributes = judgeKeys(ATTRIBUTES, this.#users, grants, whole);
    return {
      user: pick(user, SOURCE_USER_KEYS),
      department: pick(department, SOURCE_DEPARTMENT_KEYS),
      attributes: Object.keys(ATTRIBUTES)
        // Custom attributes also hang on a switch of the administrator's, which no list of grants shows.
        .filter((key) => (key === "custom" ? this.#users.seen.has(key) : attributes.get(key)))
        .sort(),
    };
  }
}

/** The same set twice where it was asked for only once. */
export interface Grants {
  readonly before: GrantedPermissions;
  readonly after: GrantedPermissions;
}

interface Watch<Record> {
  readonly seen: ReadonlySet<string>;
  records: number;
  see(record: Record): void;
}

function watch<Record>(keys: { readonly [key: string]: KeySource<Record> }): Watch<Record> {
  const seen = new Set<string>();
  let pending = Object.entries(keys);
  return {
    seen,
    records: 0,
    see(record) {
      this.records++;
      if (pending.length === 0) return;
      const before = seen.size;
      for (const [key, source] of pending) if (source.seen(record)) seen.add(key);
      if (seen.size > before) pending = pending.filter(([key]) => !seen.has(key));
    },
  };
}

function judgeKeys<Record>(
  keys: { readonly [key: string]: KeySource<Record> },
  watched: Watch<Record>,
  grants: Grants | null,
  whole: boolean,
): ReadonlyMap<string, boolean> {
  const readable = new Map<string, boolean>();
  for (const [key, { permission }] of Object.entries(keys)) {
    readable.set(key, judgeKey(key, permission, watched, grants, whole));
  }
  return readable;
}

function judgeKey<Record>(
  key: string,
  permission: string | null,
  watched: Watch<Record>,
  grants: Grants | null,
  whole: boolean,
): boolean {
  const seen = watched.seen.has(key);
  if (permission === null || grants === null) return seen;
  const before = heldFor(permission, grants.before) !== null;
  const after = heldFor(permission, grants.after) !== null;
  // Withdrawn while we read: records of the second half lack the key, and that must not look like an empty value.
  if (before !== after) return false;
  // Seen without a permission we know of: it comes by another one.
  if (!before) return seen;
  if (seen || watched.records === 0) return true;
  const sentinels = SENTINELS[permission];
  if (sentinels && !sentinels.some((sentinel) => watched.seen.has(sentinel))) return false;
  return !whole;
}

function pick<Key extends string>(
  readable: ReadonlyMap<string, boolean>,
  keys: readonly Key[],
): { readonly [Name in Key]: boolean } {
  return Object.fromEntries(keys.map((key) => [key, readable.get(key) ?? false])) as {
    readonly [Name in Key]: boolean;
  };
}

/** Names as the outside knows them (product.md section 4). */
const OUTSIDE_NAMES: { readonly [key: string]: string } = {
  enterpriseEmail: "enterprise_email",
  employeeNo: "employee_no",
  jobTitle: "job_title",
};

/** Every field with whether it can be read (null: not told) and the permission that would show it. */
export function fieldVisibility(
  readable: Readability | null,
): readonly { readonly field: string; readonly readable: boolean | null; readonly permission: string | null }[] {
  const of = (field: string, source: KeySource<never>, isReadable: boolean | undefined) => ({
    field,
    // A few people without custom attributes do not tell whether the administrator's switch for them is on.
    readable:
      readable === null || (field === "custom" && !isReadable && readable.user.state) ? null : (isReadable ?? false),
    permission: source.permission,
  });
  return [
    ...SOURCE_USER_KEYS.map((key) => of(OUTSIDE_NAMES[key] ?? key, USER_KEYS[key], readable?.user[key])),
    ...Object.entries(ATTRIBUTES).map(([key, source]) => of(key, source, readable?.attributes.includes(key))),
    ...SOURCE_DEPARTMENT_KEYS.map((key) => of(`department_${key}`, DEPARTMENT_KEYS[key], readable?.department[key])),
  ];
}

/** A locked field (S5) no run can do without, and what would fill it. */
export interface MissingField {
  readonly field: "name" | "email" | "departments" | "department_name";
  readonly permission: string;
}

/** The locked fields that cannot be read at all (S17). E-mail is `email` or `enterprise_email` (product.md 5.7). */
export function missingLockedFields({ user, department }: Readability): readonly MissingField[] {
  const missing: MissingField[] = [];
  if (!user.name) missing.push({ field: "name", permission: BASE });
  if (!user.email && !user.enterpriseEmail) missing.push({ field: "email", permission: "contact:user.email:readonly" });
  if (!user.departments) missing.push({ field: "departments", permission: DEPARTMENT });
  if (!department.name) missing.push({ field: "department_name", permission: "contact:department.base:readonly" });
  return missing;
}
