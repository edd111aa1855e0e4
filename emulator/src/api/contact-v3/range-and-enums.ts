import type { App } from "../../apps/app.ts";
import { takePage } from "../../gateway/paging.ts";
import { departmentIdType, pageSize, userIdType } from "../../gateway/params.ts";
import { SPECIAL_TIER, TIER_4 } from "../../gateway/rate-limit.ts";
import { type Reply, success } from "../../gateway/reply.ts";
import type { AppCall, Route } from "../../gateway/route.ts";
import { ROOT } from "../../tenant/department.ts";
import type { Tenant } from "../../tenant/tenant.ts";
import { BATCH_SCOPES, RANGE_SCOPES } from "./scopes-of-routes.ts";

/** The contact range and the tenant's field definitions (feishu-contract 3.6, 3.7). */

export const rangeAndEnumRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/open-apis/contact/v3/scopes",
    auth: "tenant",
    tier: TIER_4,
    anyScope: RANGE_SCOPES,
    guardsUserIds: true,
    handle: listRange,
  },
  {
    method: "GET",
    pattern: "/open-apis/contact/v3/employee_type_enums",
    auth: "tenant",
    tier: SPECIAL_TIER,
    anyScope: RANGE_SCOPES,
    handle: listEmployeeTypes,
  },
  {
    method: "GET",
    pattern: "/open-apis/contact/v3/custom_attrs",
    auth: "tenant",
    tier: TIER_4,
    anyScope: BATCH_SCOPES,
    handle: listCustomAttrs,
  },
];

/** The nodes of the range: users, then departments, then groups share the pages; no descendants. */
function listRange(call: AppCall): Reply {
  const size = pageSize(call, 50, 100);
  const [userType, departmentType] = [userIdType(call), departmentIdType(call)];
  const { users, departments, groups } = rangeNodes(call.platform.tenant, call.app);
  const places = Array.from({ length: users.length + departments.length + groups.length }, (_, place) => place);
  const page = takePage(call, places, size, false);
  const chosen = { user_ids: [] as string[], department_ids: [] as string[], group_ids: [] as string[] };
  for (const place of [...page.numbers].sort((left, right) => left - right)) {
    const afterUsers = place - users.length;
    const afterDepartments = afterUsers - departments.length;
    if (afterUsers < 0) chosen.user_ids.push(call.app.ids.ofUser(users[place] as number, userType));
    else if (afterDepartments < 0) {
      chosen.department_ids.push(call.app.ids.ofDepartment(departments[afterUsers] as number, departmentType));
    } else chosen.group_ids.push(groups[afterDepartments] as string);
  }
  const token = page.nextToken === undefined ? {} : { page_token: page.nextToken };
  return { ...success({ has_more: page.hasMore, ...token, ...chosen }), isPage: true };
}

/** What a range consists of, nothing below it. */
export interface RangeNodes {
  readonly users: number[];
  readonly departments: number[];
  readonly groups: string[];
}

/** Range "all" looks like every first-level department, everybody directly under the root and every group. */
export function rangeNodes(tenant: Tenant, app: App): RangeNodes {
  const { choice } = app.range;
  if (choice.type === "all") {
    return {
      users: Array.from(tenant.memberships.listOf(ROOT)),
      departments: [...tenant.tree.childrenOf(ROOT)],
      groups: tenant.groups.map((group) => group.id),
    };
  }
  return {
    users: choice.users.filter((user) => !tenant.isResigned(user)),
    departments: choice.departments.filter((department) => tenant.department(department) !== undefined),
    groups: [...choice.groups],
  };
}

const EMPLOYEE_TYPES = [
  ["1", "正式", "Regular", 1],
  ["2", "实习", "Intern", 1],
  ["3", "外包", "Outsourced", 1],
  ["4", "劳务", "Contractor", 1],
  ["5", "顾问", "Consultant", 1],
  ["6", "返聘", "Re-employed", 2],
] as const;

function listEmployeeTypes(call: AppCall): Reply {
  const page = takePage(
    call,
    EMPLOYEE_TYPES.map((_, place) => place),
    pageSize(call, 20, 100),
    false,
  );
  const items = page.numbers.map((place) => {
    const [enum_value, zh, en, enum_type] = EMPLOYEE_TYPES[place] as (typeof EMPLOYEE_TYPES)[number];
    const i18n_content = [
      { locale: "zh_cn", value: zh },
      { locale: "en_us", value: en },
    ];
    return { enum_id: `enum-${enum_value}`, enum_value, content: zh, enum_type, enum_status: 1, i18n_content };
  });
  return success({
    items,
    has_more: page.hasMore,
    ...(page.nextToken === undefined ? {} : { page_token: page.nextToken }),
  });
}

const CUSTOM_ATTRS = [
  { id: "C-1", type: "TEXT", i18n_name: [{ locale: "zh_cn", value: "颜色" }] },
  {
    id: "C-2",
    type: "ENUMERATION",
    options: { default_option_id: "opt-1", option_type: "TEXT", options: [{ id: "opt-1", value: "S", name: "小" }] },
    i18n_name: [{ locale: "zh_cn", value: "尺码" }],
  },
  { id: "C-3", type: "HREF", i18n_name: [{ locale: "zh_cn", value: "主页" }] },
];

function listCustomAttrs(call: AppCall): Reply {
  const page = takePage(
    call,
    CUSTOM_ATTRS.map((_, place) => place),
    pageSize(call, 20, 100),
    false,
  );
  const items = page.numbers.map((place) => CUSTOM_ATTRS[place]);
  return success({
    items,
    has_more: page.hasMore,
    ...(page.nextToken === undefined ? {} : { page_token: page.nextToken }),
  });
}
