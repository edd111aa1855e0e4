import { routes } from "@larkbridge/contract";
import type { DepartmentId, UserId } from "../../core/kernel/ids.ts";
import {
  type HttpScope,
  registerRoute,
  replyFound,
  replyWith,
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import { callerOf } from "./caller.routes.ts";
import type { Group, GroupMember, Groups } from "./group-ports.ts";

/** Registers the routes of groups made by hand. */
export function registerGroupRoutes(scope: HttpScope, { groups }: { readonly groups: Groups }): void {
  registerRoute(scope, routes.listGroups, async ({ query }) =>
    replyWith(200, await groups.list(query.search, toPageQuery(query)), (page) => toPage(page, toGroup)),
  );

  registerRoute(scope, routes.createGroup, async ({ body, principal }) =>
    replyWith(201, await groups.create(body, callerOf(principal)), toGroup),
  );

  registerRoute(scope, routes.getGroup, async ({ params }) =>
    replyFound(await groups.find(params.id), "group_not_found", toGroup),
  );

  registerRoute(scope, routes.updateGroup, async ({ params, body, principal }) => {
    const { name, description } = body;
    const edit = { ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) };
    return replyWith(200, await groups.update(params.id, edit, callerOf(principal)), toGroup);
  });

  registerRoute(scope, routes.deleteGroup, async ({ params, principal }) =>
    replyWith(200, await groups.delete(params.id, callerOf(principal)), toGroup),
  );

  registerRoute(scope, routes.listGroupMembers, async ({ params, query }) =>
    replyWith(200, await groups.readMembers(params.id, toPageQuery(query)), (page) => toPage(page, toMember)),
  );

  registerRoute(scope, routes.changeGroupMembers, async ({ params, body, principal }) => {
    const changes = {
      addUsers: body.add_users as UserId[],
      addDepartments: body.add_departments as { id: DepartmentId; subtree: boolean }[],
      removeUsers: body.remove_users as UserId[],
      removeDepartments: body.remove_departments as DepartmentId[],
    };
    return replyWith(200, await groups.changeMembers(params.id, changes, callerOf(principal)), toGroup);
  });
}

function toGroup({ id, name, description, users, departments, createdAt, updatedAt }: Group) {
  return { id, name, description, users, departments, created_at: createdAt, updated_at: updatedAt };
}

function toMember({ kind, id, name, username, number, subtree }: GroupMember) {
  return { kind, id, name, username, number, subtree };
}
