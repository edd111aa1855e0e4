import type { DepartmentId, OpenDepartmentId, OpenId } from "../../core/kernel/ids.ts";
import { err, ok, type Result } from "../../core/kernel/result.ts";
import type { SyncTarget } from "../../core/sync/snapshot.ts";
import type { UserRef } from "../directory/index.ts";
import type { TargetFailure, TargetRequest } from "./ports.ts";

/** Finds the Feishu ids of records of ours. Undefined where there is no record, or it is not linked. */
export interface LinkFinder {
  findOpenId(user: UserRef): Promise<OpenId | undefined>;
  findOpenDepartmentId(departmentId: DepartmentId): Promise<OpenDepartmentId | undefined>;
}

/**
 * Turns what somebody asked for into what a run looks at. Feishu's own ids are taken as they are, because a person who is
 * not here yet may be asked for too; everything else has to be an account linked to Feishu.
 */
export async function resolveTarget(
  links: LinkFinder,
  request: TargetRequest,
): Promise<Result<SyncTarget, TargetFailure>> {
  if (request.kind === "all") return ok({ kind: "all" });
  if (request.kind === "department") {
    const { department } = request;
    const openDepartmentId =
      department.kind === "open_department_id"
        ? department.openDepartmentId
        : await links.findOpenDepartmentId(department.id);
    if (openDepartmentId !== undefined) return ok({ kind: "department", openDepartmentId });
    return err({ code: "department_not_found", detail: { ref: department.kind === "id" ? department.id : "" } });
  }
  const openIds: OpenId[] = [];
  for (const user of request.users) {
    const openId = user.kind === "open_id" ? user.openId : await links.findOpenId(user);
    if (openId === undefined) return err({ code: "user_not_found", detail: { ref: textOf(user) } });
    openIds.push(openId);
  }
  return ok({ kind: "users", openIds: [...new Set(openIds)].sort() });
}

/** How the caller named the user. */
function textOf(user: UserRef): string {
  switch (user.kind) {
    case "id":
      return user.id;
    case "open_id":
      return user.openId;
    case "union_id":
      return user.unionId;
    case "email":
      return user.email;
    case "mobile":
      return user.mobile;
    case "username":
      return user.username;
  }
}
