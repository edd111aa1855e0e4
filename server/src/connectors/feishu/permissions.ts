/**
 * The permissions Larkbridge knows: what each is for, what it would fill, and which older ones do the same (feishu contract 3.3,
 * 3.4, section 11). The order is the one an administrator reads.
 */
export interface Permission {
  readonly name: string;
  readonly need: "required" | "optional" | "notifications";
  readonly purpose: string;
  /** Our fields it fills. */
  readonly fills: readonly string[];
  /** Any one of these does the same for us. */
  readonly alsoBy: readonly string[];
}

/** go-ldap-admin's kind: everything of departments and most of people, but no e-mail, mobile or user_id. */
const LEGACY = ["contact:contact:readonly_as_app", "contact:contact:access_as_app", "contact:contact:readonly"];

export const PERMISSIONS: readonly Permission[] = [
  {
    name: "contact:contact.base:readonly",
    need: "required",
    purpose: "Call the contact APIs, and read people and departments fifty at a time.",
    fills: [],
    alsoBy: LEGACY,
  },
  {
    name: "contact:department.base:readonly",
    need: "required",
    purpose: "See the names of departments.",
    fills: ["department name", "department_id"],
    alsoBy: LEGACY,
  },
  {
    name: "contact:department.organize:readonly",
    need: "required",
    purpose: "See how departments are arranged and who leads them.",
    fills: ["department parent", "department order", "department leaders"],
    alsoBy: LEGACY,
  },
  {
    name: "contact:user.base:readonly",
    need: "required",
    purpose: "See people's names.",
    fills: ["name", "nickname", "en_name", "avatar"],
    alsoBy: LEGACY,
  },
  {
    name: "contact:user.department:readonly",
    need: "required",
    purpose: "See which departments people belong to and who leads them.",
    fills: ["departments", "leader"],
    alsoBy: LEGACY,
  },
  {
    name: "contact:user.employee:readonly",
    need: "required",
    purpose: "See who is frozen, has left or resigned, and people's employment details.",
    fills: [
      "state",
      "employee_no",
      "job_title",
      "enterprise_email",
      "employee_type",
      "join_time",
      "city",
      "country",
      "work_station",
      "is_tenant_manager",
      "custom",
    ],
    alsoBy: LEGACY,
  },
  {
    name: "contact:user.email:readonly",
    need: "required",
    purpose: "Link people to existing accounts by their e-mail.",
    fills: ["email"],
    alsoBy: [],
  },
  {
    name: "contact:user.employee_id:readonly",
    need: "optional",
    purpose: "See people's user ID, for reference.",
    fills: ["user_id"],
    alsoBy: [],
  },
  {
    name: "contact:user.phone:readonly",
    need: "optional",
    purpose: "Take over mobile numbers.",
    fills: ["mobile"],
    alsoBy: [],
  },
  {
    name: "corehr:person.email:read",
    need: "optional",
    purpose: "Personal e-mail; exists only with Feishu People, and nothing needs it.",
    fills: [],
    alsoBy: [],
  },
  {
    name: "ehr:employee:readonly",
    need: "optional",
    purpose: "One more proof that somebody resigned, from the HR roster.",
    fills: [],
    alsoBy: [],
  },
  {
    name: "application:application:self_manage",
    need: "optional",
    purpose: "Show the app's name and state.",
    fills: [],
    alsoBy: ["admin:app.info:readonly"],
  },
  {
    name: "tenant:tenant:readonly",
    need: "optional",
    purpose: "Show the company's name and pin the connection to it.",
    fills: [],
    alsoBy: [],
  },
  {
    name: "im:message:send_as_bot",
    need: "notifications",
    purpose: "Send messages to people as the app's bot.",
    fills: [],
    alsoBy: ["im:message", "im:message:send"],
  },
];

/** The names of the permissions an app holds for itself. */
export type GrantedPermissions = ReadonlySet<string>;

const GRANTED = 1;

/**
 * Reads the platform's list: granted to the app (not only to signed-in users). Names without the leading `contact:` are taken
 * as well; the documents' sample shows one.
 */
export function grantedOf(
  scopes: readonly {
    readonly scope_name: string;
    readonly grant_status: number;
    readonly scope_type?: string | null | undefined;
  }[],
): GrantedPermissions {
  const held = new Set<string>();
  for (const { scope_name, grant_status, scope_type } of scopes) {
    if (grant_status !== GRANTED || scope_type === "user") continue;
    held.add(scope_name);
    if (!/^[a-z]+:[a-z_.]+:/.test(scope_name)) held.add(`contact:${scope_name}`);
  }
  return held;
}

/** Which held permission gives what the named one gives: itself, an older one, or null. */
export function heldFor(permission: string, granted: GrantedPermissions): string | null {
  if (granted.has(permission)) return permission;
  const known = PERMISSIONS.find(({ name }) => name === permission);
  return known?.alsoBy.find((name) => granted.has(name)) ?? null;
}
