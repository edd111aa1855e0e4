import { routes } from "@larkbridge/contract";
import type { DepartmentId } from "../../core/kernel/ids.ts";
import {
  type HttpScope,
  mapRows,
  registerList,
  registerRoute,
  replyFound,
  replyWith,
  respond,
  toPage,
  toPageQuery,
} from "../../platform/http/index.ts";
import { callerOf } from "./caller.routes.ts";
import { toDepartment, toDepartmentDetail } from "./directory-view.ts";
import type { DepartmentEdit, DepartmentFilter, Departments } from "./ports.ts";
import { parseListedDepartmentRef } from "./refs.ts";

/** Registers the routes of departments that need the directory alone. */
export function registerDepartmentRoutes(
  scope: HttpScope,
  { departments }: { readonly departments: Departments },
): void {
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
    replyFound(await departments.find(parseListedDepartmentRef(params.id)), "department_not_found", toDepartmentDetail),
  );

  registerRoute(scope, routes.getDepartmentTree, async () => {
    const nodes = await departments.readTree();
    return respond(200, {
      items: nodes.map(({ number, parent, name, members }) => ({ number, parent, name, members })),
    });
  });

  registerRoute(scope, routes.createDepartment, async ({ body, principal }) =>
    replyWith(
      201,
      await departments.create({ ...toEdit(body), name: body.name }, callerOf(principal)),
      toDepartmentDetail,
    ),
  );

  registerRoute(scope, routes.updateDepartment, async ({ params, body, principal }) =>
    replyWith(
      200,
      await departments.update(parseListedDepartmentRef(params.id), toEdit(body), callerOf(principal)),
      toDepartmentDetail,
    ),
  );

  registerRoute(scope, routes.deleteDepartment, async ({ params, principal }) =>
    replyWith(
      200,
      await departments.delete(parseListedDepartmentRef(params.id), callerOf(principal)),
      toDepartmentDetail,
    ),
  );
}

/** Keys that were not sent are left out: they keep their value. */
function toEdit(body: {
  readonly name?: string | undefined;
  readonly parent?: string | null | undefined;
  readonly order?: number | undefined;
}): DepartmentEdit {
  const { name, parent, order } = body;
  return {
    ...(name === undefined ? {} : { name }),
    ...(parent === undefined ? {} : { parentId: parent as DepartmentId | null }),
    ...(order === undefined ? {} : { order }),
  };
}

function toDepartmentFilter(query: {
  readonly status?: DepartmentFilter["status"];
  readonly parent?: string | undefined;
  readonly search?: string | undefined;
}): DepartmentFilter {
  const parent = query.parent === "root" ? null : (query.parent as DepartmentId | undefined);
  return { status: query.status, parent, text: query.search };
}
