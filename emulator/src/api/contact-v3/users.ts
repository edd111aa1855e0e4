import { noUserAuthority } from "../../gateway/failure.ts";
import { listReply, takePage } from "../../gateway/paging.ts";
import { many, pageSize, required } from "../../gateway/params.ts";
import { TIER_4 } from "../../gateway/rate-limit.ts";
import { type Reply, success, successWire } from "../../gateway/reply.ts";
import type { AppCall, Route } from "../../gateway/route.ts";
import { addressedDepartment, addressedUser, knownUser } from "./addressing.ts";
import { BATCH_SCOPES, OLD_USER_LIST_SCOPES, RECORD_SCOPES, TREE_SCOPES } from "./scopes-of-routes.ts";
import { userRecord } from "./user-record.ts";
import { viewOf } from "./view-of-call.ts";

/** People: one, several, those of a department (feishu-contract 3.2, 3.4). */

const CONTACT = "/open-apis/contact/v3/users";

export const userRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: CONTACT,
    auth: "tenant",
    tier: TIER_4,
    anyScope: OLD_USER_LIST_SCOPES,
    guardsUserIds: true,
    handle: listOld,
  },
  {
    method: "GET",
    pattern: `${CONTACT}/find_by_department`,
    auth: "tenant",
    tier: TIER_4,
    anyScope: TREE_SCOPES,
    guardsUserIds: true,
    handle: findByDepartment,
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
    method: "GET",
    pattern: `${CONTACT}/:user_id`,
    auth: "tenant",
    tier: TIER_4,
    anyScope: RECORD_SCOPES,
    guardsUserIds: true,
    handle: getOne,
  },
];

function getOne(call: AppCall): Reply {
  const view = viewOf(call);
  const user = addressedUser(call, call.pathParams[0] ?? "");
  if (!call.app.range.coversUser(user)) throw noUserAuthority();
  return success({ user: userRecord(call.platform.tenant, view, user, "get") });
}

/** People outside the range and unknown ones are silently left out: compare what was asked with what came. */
function getBatch(call: AppCall): Reply {
  const ids = many(call, "user_ids", 50);
  const { user: render } = call.platform.texts.renderers(viewOf(call));
  const users = new Set(ids.map((id) => knownUser(call, id)));
  const visible = [...users].filter((user) => user !== undefined && call.app.range.coversUser(user)) as number[];
  return successWire(`{"items":[${visible.map(render).join(",")}]}`);
}

/** Direct members only; the root needs the range "all". */
function findByDepartment(call: AppCall): Reply {
  const id = required(call, "department_id");
  const size = pageSize(call, 10, 50);
  const { tenant, texts, settings } = call.platform;
  const { user: render } = texts.renderers(viewOf(call));
  const department = addressedDepartment(call, id, settings.unknownDepartmentCode);
  return listReply(takePage(call, tenant.memberships.listOf(department), size), render);
}

/** Unmaintained: without a department only the people chosen one by one. */
function listOld(call: AppCall): Reply {
  const size = pageSize(call, 10, 100);
  const { tenant, texts, settings } = call.platform;
  const { user: render } = texts.renderers(viewOf(call));
  const id = call.query.get("department_id") ?? "";
  if (id !== "") {
    const department = addressedDepartment(call, id, settings.unknownDepartmentCode);
    return listReply(takePage(call, tenant.memberships.listOf(department), size), render);
  }
  const { choice } = call.app.range;
  const chosen = choice.type === "some" ? choice.users.filter((user) => !tenant.isResigned(user)) : [];
  return listReply(
    takePage(
      call,
      [...chosen].sort((left, right) => left - right),
      size,
    ),
    render,
  );
}
