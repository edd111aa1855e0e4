import type { App } from "../apps/app.ts";
import { floorSeconds, TIER_4 } from "../gateway/rate-limit.ts";
import type { Platform } from "../platform.ts";
import { ROOT } from "../tenant/department.ts";

const PAGE = 50;
/** For tokens, scopes and ranges together (product.md 5.13). */
const OVERHEAD = 6;

const CHILDREN = "GET /open-apis/contact/v3/departments/:department_id/children";
const FIND = "GET /open-apis/contact/v3/users/find_by_department";
const BATCH = "GET /open-apis/contact/v3/users/batch";

/** The least number of calls that reads everything an app may see, and the least time its limits leave for them. */
export interface MinimumOfCalls {
  readonly calls: {
    readonly children: number;
    readonly find_by_department: number;
    readonly users_batch: number;
    readonly other: number;
    readonly total: number;
  };
  readonly floor_seconds: number;
  readonly per_api: readonly { readonly api: string; readonly calls: number; readonly floor_seconds: number }[];
}

export function minimumOfCalls(platform: Platform, app: App): MinimumOfCalls {
  const children = startsOf(app).reduce((sum, department) => sum + childrenPages(platform, department), 0);
  const find = departmentsToAsk(platform, app).reduce((sum, department) => sum + memberPages(platform, department), 0);
  const batch = pages(peopleListedSingly(platform, app));
  const perApi = [
    { api: CHILDREN, calls: children },
    { api: FIND, calls: find },
    { api: BATCH, calls: batch },
  ].map(({ api, calls }) => ({ api, calls, floor_seconds: platform.limits.enabled ? floorSeconds(calls, TIER_4) : 0 }));
  return {
    calls: {
      children,
      find_by_department: find,
      users_batch: batch,
      other: OVERHEAD,
      total: children + find + batch + OVERHEAD,
    },
    floor_seconds: Math.max(...perApi.map((api) => api.floor_seconds)),
    per_api: perApi,
  };
}

/** Calls of such a reading that continue a list with a page token. */
export function continuedCalls(platform: Platform, app: App): ReadonlyMap<string, number> {
  const asked = departmentsToAsk(platform, app);
  const find = asked.reduce((sum, department) => sum + memberPages(platform, department) - 1, 0);
  const children = startsOf(app).reduce((sum, department) => sum + childrenPages(platform, department) - 1, 0);
  return new Map([
    [CHILDREN, children],
    [FIND, find],
  ]);
}

function startsOf(app: App): readonly number[] {
  return app.range.isAll ? [ROOT] : app.range.topDepartments();
}

function departmentsToAsk(platform: Platform, app: App): number[] {
  return startsOf(app).flatMap((start) => [start, ...platform.tenant.tree.subtreeOf(start)]);
}

/** Where recursion is refused, that refusal costs a call and the reading goes on level by level. */
function childrenPages(platform: Platform, department: number): number {
  const { tree } = platform.tenant;
  const most = platform.settings.bigDepartment;
  const subtree = tree.subtreeOf(department).length;
  if (most === 0 || subtree <= most) return Math.max(1, pages(subtree));
  const direct = tree.childrenOf(department);
  return 1 + Math.max(1, pages(direct.length)) + direct.reduce((sum, child) => sum + childrenPages(platform, child), 0);
}

function memberPages(platform: Platform, department: number): number {
  return Math.max(1, pages(platform.tenant.memberships.listOf(department).length));
}

function peopleListedSingly(platform: Platform, app: App): number {
  const { choice } = app.range;
  return choice.type === "all" ? 0 : choice.users.filter((user) => !platform.tenant.isResigned(user)).length;
}

function pages(records: number): number {
  return Math.ceil(records / PAGE);
}
