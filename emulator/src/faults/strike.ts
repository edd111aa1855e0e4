import { bearerToken } from "../gateway/bearer.ts";
import { ApiFailure } from "../gateway/failure.ts";
import { rateLimited } from "../gateway/rate-limit.ts";
import type { PageFault } from "../gateway/route.ts";
import type { Platform } from "../platform.ts";
import { deleteSubtree } from "../tenant/change-department.ts";
import { ROOT } from "../tenant/department.ts";
import type { FaultInput } from "./fault.ts";

/** The call a fault strikes. */
export interface StruckCall {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
}

/**
 * Does what a fault does before the call is looked at; the rest (slow, silent, spoilt answers) is the gateway's.
 *
 * @returns how the page is to be spoilt, where the fault is about pages
 * @throws ApiFailure where the fault answers in the platform's stead
 */
export function strikeBefore(platform: Platform, fault: FaultInput, call: StruckCall): PageFault | undefined {
  switch (fault.kind) {
    case "http_500":
      throw new ApiFailure(fault.status, fault.code, fault.msg);
    case "code":
      throw new ApiFailure(200, fault.code, fault.msg);
    case "rate_limited":
      throw rateLimited(fault.status, 50, fault.reset_seconds);
    case "expired_page_token":
      platform.pageTokens.kill(call.query.get("page_token") ?? "");
      return undefined;
    case "token_invalid":
      platform.tokens.revoke(call.authorization);
      platform.signIn.tokens.revokeAccess(bearerToken(call.authorization) ?? "");
      return undefined;
    case "vanish":
      dropAddressedDepartment(platform, call);
      return undefined;
    case "empty_page":
      return "empty";
    case "repeated_page_token":
      return "repeat";
    default:
      return undefined;
  }
}

/** The department in the path or the query; the root and unknown ones stay. */
function dropAddressedDepartment(platform: Platform, call: StruckCall): void {
  const id = call.query.get("department_id") ?? /\/departments\/([^/]+)/.exec(call.path)?.[1] ?? "";
  const { lookup, tenant } = platform;
  const department = lookup.departmentByOpenId(id) ?? lookup.departmentById(id);
  if (department !== undefined && department !== ROOT) deleteSubtree(tenant, department);
}
