import { routes } from "@larkbridge/contract";
import type { DepartmentId } from "../../core/kernel/ids.ts";
import {
  actorOf,
  type HttpScope,
  mapRows,
  registerList,
  registerRoute,
  replyFound,
  replyWith,
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import { toDepartment, toDepartmentDetail, toHistoryEntry, toUser, toUserDetail } from "./directory-view.ts";
import type { DepartmentFilter, Departments, UserFilter, Users } from "./ports.ts";
import { parseDepartmentRef, parseUserRef } from "./refs.ts";

/** Registers the routes of users and departments that need the directory alone. */
export function registerDirectoryRoutes(
  scope: HttpScope,
  { users, departments }: { readonly users: Users; readonly departments: Departments },
): void {
  registerList(
    scope,
    routes.listUsers,
    async ({ query }) =>
      replyWith(200, await users.list(toUserFilter(query), query.sort, toPageQuery(query)), (page) =>
        toPage(page, toUser),
      ),
    async ({ query }) => ({ ok: true, value: mapRows(users.export(toUserFilter(query)), toUser) }),
  );

  registerRoute(scope, routes.getUser, async ({ params }) =>
    replyFound(await users.find(parseUserRef(params.id)), "user_not_found", toUserDetail),
  );

  registerRoute(scope, routes.listUserHistory, async ({ params, query }) =>
    replyWith(200, await users.readHistory(parseUserRef(params.id), toPageQuery(query)), (page) =>
      toPage(page, toHistoryEntry),
    ),
  );

  registerRoute(scope, routes.disableUser, async ({ params, principal }) =>
    replyWith(200, await users.disable(parseUserRef(params.id), actorOf(principal)), toUserDetail),
  );

  registerRoute(scope, routes.enableUser, async ({ params, principal }) =>
    replyWith(200, await users.enable(parseUserRef(params.id), actorOf(principal)), toUserDetail),
  );

  registerRoute(scope, routes.restoreUser, async ({ params, principal }) =>
    replyWith(200, await users.restore(parseUserRef(params.id), actorOf(principal)), toUserDetail),
  );

  registerList(
    scope,
    routes.listDepartments,
    async ({ query }) =>
      replyWith(200, await departments.list(toDepartmentFilter(query), toPageQuery(query)), (page) =>
        toPage(page, toDepartment),
      ),
    async ({ query }) => ({ ok: true, value: mapRows(departments.export(toDepartmentFilter(query)), toDepartment) }),
  );

  registerRoute(scope, routes.getDepartment, async ({ params }) =>
    replyFound(await departments.find(parseDepartmentRef(params.id)), "department_not_found", toDepartmentDetail),
  );
}

function toUserFilter(query: {
  readonly status?: UserFilter["status"];
  readonly origin?: UserFilter["origin"];
  readonly department?: string | undefined;
  readonly linked?: boolean | undefined;
  readonly search?: string | undefined;
}): UserFilter {
  const department = query.department === undefined ? undefined : parseDepartmentRef(query.department);
  return { status: query.status, origin: query.origin, department, linked: query.linked, text: query.search };
}

function toDepartmentFilter(query: {
  readonly status?: DepartmentFilter["status"];
  readonly parent?: string | undefined;
  readonly search?: string | undefined;
}): DepartmentFilter {
  const parent = query.parent === "root" ? null : (query.parent as DepartmentId | undefined);
  return { status: query.status, parent, text: query.search };
}
