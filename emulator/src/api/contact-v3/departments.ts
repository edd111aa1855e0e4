import { ApiFailure, bigDepartment, noParentDepartmentAuthority } from "../../gateway/failure.ts";
import { listReply, takePage } from "../../gateway/paging.ts";
import { departmentIdType, flag, many, pageSize } from "../../gateway/params.ts";
import { SPECIAL_TIER, TIER_4 } from "../../gateway/rate-limit.ts";
import { type Reply, success, successWire } from "../../gateway/reply.ts";
import type { AppCall, Route } from "../../gateway/route.ts";
import { ROOT } from "../../tenant/department.ts";
import { addressedDepartment, reachableDepartments } from "./addressing.ts";
import { departmentRecord } from "./department-record.ts";
import { BATCH_SCOPES, RECORD_SCOPES, TREE_SCOPES } from "./scopes-of-routes.ts";
import { viewOf } from "./view-of-call.ts";

/** Departments: one, several, those below, those above (feishu-contract 3.2, 3.3). */

const CONTACT = "/open-apis/contact/v3/departments";

export const departmentRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: CONTACT,
    auth: "tenant",
    tier: TIER_4,
    anyScope: TREE_SCOPES,
    guardsUserIds: true,
    handle: listOld,
  },
  {
    method: "GET",
    pattern: `${CONTACT}/parent`,
    auth: "tenant",
    tier: SPECIAL_TIER,
    anyScope: TREE_SCOPES,
    guardsUserIds: true,
    handle: listParents,
  },
  {
    method: "GET",
    pattern: `${CONTACT}/batch`,
    auth: "tenant",
    tier: TIER_4,
    anyScope: BATCH_SCOPES,
    guardsUserIds: true,
    handle: getBatch,
  },
  {
    method: "POST",
    pattern: `${CONTACT}/search`,
    auth: "tenant",
    tier: SPECIAL_TIER,
    anyScope: [],
    handle: refuseSearch,
  },
  {
    method: "GET",
    pattern: `${CONTACT}/:department_id`,
    auth: "tenant",
    tier: SPECIAL_TIER,
    anyScope: RECORD_SCOPES,
    guardsUserIds: true,
    handle: getOne,
  },
  {
    method: "GET",
    pattern: `${CONTACT}/:department_id/children`,
    auth: "tenant",
    tier: TIER_4,
    anyScope: TREE_SCOPES,
    guardsUserIds: true,
    handle: listChildren,
  },
];

function getOne(call: AppCall): Reply {
  const view = viewOf(call);
  const department = addressedDepartment(call, call.pathParams[0] ?? "", 40015);
  return success({ department: departmentRecord(call.platform.tenant, view, department) });
}

function listChildren(call: AppCall): Reply {
  const size = pageSize(call, 10, 50);
  const recursive = flag(call, "fetch_child");
  const { texts, settings } = call.platform;
  const { department: render } = texts.renderers(viewOf(call));
  const department = addressedDepartment(call, call.pathParams[0] ?? "", settings.unknownDepartmentCode);
  return listReply(takePage(call, below(call, department, recursive), size), render);
}

/** @throws ApiFailure 43010 where the setting forbids recursion over so many */
function below(call: AppCall, department: number, recursive: boolean): readonly number[] {
  const { tenant, settings } = call.platform;
  if (!recursive) return tenant.tree.childrenOf(department);
  const subtree = tenant.tree.subtreeOf(department);
  if (settings.bigDepartment > 0 && subtree.length > settings.bigDepartment) throw bigDepartment();
  return subtree;
}

/** Child first, root and ancestors outside the range left out. */
function listParents(call: AppCall): Reply {
  const id = call.query.get("department_id") ?? "";
  if (id === "") throw new ApiFailure(400, 44102, "department_id is missing");
  const size = pageSize(call, 20, 50);
  const { tenant, texts, settings } = call.platform;
  const department = addressedDepartment(call, id, settings.unknownDepartmentCode);
  const above = tenant.tree.ancestorsOf(department).filter((index) => call.app.range.coversDepartment(index));
  const { department: render } = texts.renderers(viewOf(call));
  // At most 50 levels exist, so one page holds them; the order is published, so it is never scrambled.
  return listReply({ numbers: above.slice(0, size), hasMore: false, nextToken: undefined }, render);
}

function getBatch(call: AppCall): Reply {
  const ids = many(call, "department_ids", 50);
  const { department: render } = call.platform.texts.renderers(viewOf(call));
  return successWire(`{"items":[${reachableDepartments(call, ids).map(render).join(",")}]}`);
}

/** Unmaintained: without a parent the root (range "all") or the configured departments. */
function listOld(call: AppCall): Reply {
  const size = pageSize(call, 10, 50);
  const recursive = flag(call, "fetch_child");
  const { tenant, texts } = call.platform;
  const { department: render } = texts.renderers(viewOf(call));
  const parentId = call.query.get("parent_department_id") ?? "";
  if (parentId !== "") {
    const parent = call.app.ids.findDepartment(parentId, departmentIdType(call));
    if (parent === undefined) throw new ApiFailure(400, 40015, "department does not exist");
    if (!call.app.range.coversDepartment(parent)) throw noParentDepartmentAuthority();
    return listReply(takePage(call, below(call, parent, recursive), size), render);
  }
  if (call.app.range.isAll) return listReply(takePage(call, [ROOT], size), render);
  const { choice } = call.app.range;
  const configured =
    choice.type === "some" ? choice.departments.filter((index) => tenant.department(index) !== undefined) : [];
  const all = recursive ? configured.flatMap((index) => [index, ...tenant.tree.subtreeOf(index)]) : configured;
  return listReply(
    takePage(
      call,
      [...new Set(all)].sort((left, right) => left - right),
      size,
    ),
    render,
  );
}

/** Departments are searched with a user token only. */
function refuseSearch(): Reply {
  throw new ApiFailure(400, 99991663, "Invalid access token for authorization. A user access token is required.");
}
