import { routes } from "@larkbridge/contract";
import type { DepartmentId, UserId } from "../../core/kernel/ids.ts";
import {
  type HttpScope,
  mapRows,
  registerList,
  registerRoute,
  replyFound,
  replyWith,
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import { callerOf } from "./caller.routes.ts";
import { toHistoryEntry, toUser, toUserDetail } from "./directory-view.ts";
import type { UserEdit, UserFilter, Users } from "./ports.ts";
import { parseListedDepartmentRef, parseUserRef } from "./refs.ts";

/** Registers the routes of users that need the directory alone. */
export function registerUserRoutes(scope: HttpScope, { users }: { readonly users: Users }): void {
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

  registerRoute(scope, routes.createUser, async ({ body, principal }) => {
    const { name, username } = body;
    const user = { ...toEdit(body), name, ...(username === undefined ? {} : { username }) };
    return replyWith(201, await users.create(user, callerOf(principal)), toUserDetail);
  });

  registerRoute(scope, routes.updateUser, async ({ params, body, principal }) =>
    replyWith(200, await users.update(parseUserRef(params.id), toEdit(body), callerOf(principal)), toUserDetail),
  );

  registerRoute(scope, routes.deleteUser, async ({ params, principal }) =>
    replyWith(200, await users.delete(parseUserRef(params.id), callerOf(principal)), toUserDetail),
  );

  registerRoute(scope, routes.disableUser, async ({ params, principal }) =>
    replyWith(200, await users.disable(parseUserRef(params.id), callerOf(principal)), toUserDetail),
  );

  registerRoute(scope, routes.enableUser, async ({ params, principal }) =>
    replyWith(200, await users.enable(parseUserRef(params.id), callerOf(principal)), toUserDetail),
  );

  registerRoute(scope, routes.restoreUser, async ({ params, principal }) =>
    replyWith(200, await users.restore(parseUserRef(params.id), callerOf(principal)), toUserDetail),
  );
}

function toUserFilter(query: {
  readonly status?: UserFilter["status"];
  readonly origin?: UserFilter["origin"];
  readonly department?: string | undefined;
  readonly subtree?: boolean | undefined;
  readonly linked?: boolean | undefined;
  readonly search?: string | undefined;
}): UserFilter {
  const department = query.department === undefined ? undefined : parseListedDepartmentRef(query.department);
  const { status, origin, subtree, linked, search } = query;
  return { status, origin, department, subtree, linked, text: search };
}

function toEdit(body: {
  readonly name?: string | undefined;
  readonly nickname?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly mobile?: string | null | undefined;
  readonly employee_no?: string | null | undefined;
  readonly job_title?: string | null | undefined;
  readonly leader?: string | null | undefined;
  readonly departments?: readonly string[] | undefined;
}): UserEdit {
  const { name, nickname, email, mobile, employee_no: employeeNo, job_title: jobTitle } = body;
  const leaderId = body.leader as UserId | null | undefined;
  const departmentIds = body.departments as readonly DepartmentId[] | undefined;
  return { name, nickname, email, mobile, employeeNo, jobTitle, leaderId, departmentIds };
}
