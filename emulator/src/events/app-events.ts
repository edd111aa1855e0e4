import { departmentRecord } from "../api/contact-v3/department-record.ts";
import type { RangeNodes } from "../api/contact-v3/range-and-enums.ts";
import { userRecord } from "../api/contact-v3/user-record.ts";
import type { App } from "../apps/app.ts";
import type { Tenant } from "../tenant/tenant.ts";

/** Events about an app itself: its contact range and its availability (feishu-contract 8.4). */

/** Fields of a person that range events do not carry. */
const NOT_IN_RANGE_EVENTS = ["department_ids", "orders", "mobile_visible", "is_tenant_manager"];

/** `contact.scope.updated_v3`; undefined where the nodes of the range stayed the same. */
export function rangeUpdate(tenant: Tenant, app: App, before: RangeNodes, after: RangeNodes): object | undefined {
  const added = describeNodes(tenant, app, minus(after, before));
  const removed = describeNodes(tenant, app, minus(before, after));
  const touched = [added, removed].some((nodes) => Object.values(nodes).some((list) => list.length > 0));
  return touched ? { added, removed } : undefined;
}

function minus(nodes: RangeNodes, taken: RangeNodes): RangeNodes {
  const without = <T>(list: readonly T[], other: readonly T[]) => {
    const known = new Set(other);
    return list.filter((item) => !known.has(item));
  };
  return {
    users: without(nodes.users, taken.users),
    departments: without(nodes.departments, taken.departments),
    groups: without(nodes.groups, taken.groups),
  };
}

function describeNodes(tenant: Tenant, app: App, nodes: RangeNodes) {
  const { ids, visibility } = app;
  const view = { ids, visibility, userIdType: "open_id", departmentIdType: "open_department_id" } as const;
  return {
    departments: nodes.departments.map((index) => departmentRecord(tenant, view, index)),
    users: nodes.users.map((user) => {
      const record = userRecord(tenant, view, user, "list");
      for (const field of NOT_IN_RANGE_EVENTS) delete record[field];
      return record;
    }),
    user_groups: tenant.groups
      .filter(({ id }) => nodes.groups.includes(id))
      .map(({ id, name, users }) => ({ user_group_id: id, name, type: 1, member_count: users.length, status: 1 })),
  };
}

/** `application.application.visibility.added_v6`: people who may use the app from now on. */
export function visibilityAddition(app: App, users: readonly number[]) {
  const { ids, visibility } = app;
  return {
    users: users.map((user) => ({
      user_id: {
        union_id: ids.ofUser(user, "union_id"),
        ...(visibility.employeeId ? { user_id: ids.ofUser(user, "user_id") } : {}),
        open_id: ids.ofUser(user, "open_id"),
      },
    })),
    source: 1,
  };
}
