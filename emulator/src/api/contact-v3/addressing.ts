import { ApiFailure, departmentUnknown, noDepartmentAuthority, userIdInvalid } from "../../gateway/failure.ts";
import { departmentIdType, userIdType } from "../../gateway/params.ts";
import type { AppCall } from "../../gateway/route.ts";

/** From an id in a request to the record it names, with the platform's refusals (feishu-contract 3.6, 3.8). */

/**
 * The department a call addresses directly.
 *
 * @param unknownCode what an unknown id is answered with; lists publish none of their own
 * @throws ApiFailure for an unknown department, then for one outside the contact range (40004)
 */
export function addressedDepartment(call: AppCall, id: string, unknownCode: number): number {
  const department = call.app.ids.findDepartment(id, departmentIdType(call));
  if (department === undefined) throw departmentUnknown(unknownCode);
  if (!call.app.range.coversDepartment(department)) throw noDepartmentAuthority();
  return department;
}

/** Departments named in a batch; unknown and unreachable ones are silently left out. */
export function reachableDepartments(call: AppCall, ids: readonly string[]): number[] {
  const type = departmentIdType(call);
  const found = ids.map((id) => call.app.ids.findDepartment(id, type));
  return [...new Set(found)].filter(
    (department): department is number => department !== undefined && call.app.range.coversDepartment(department),
  );
}

/**
 * The person an id names, whether or not the app may see them.
 *
 * @throws ApiFailure 99992361 for an open_id of another app
 */
export function knownUser(call: AppCall, id: string): number | undefined {
  const type = userIdType(call);
  const user = call.app.ids.findUser(id, type);
  if (user !== undefined || type !== "open_id") return user;
  const others = [...call.platform.apps.values()].filter((app) => app !== call.app);
  if (others.some((app) => app.ids.findUser(id, "open_id") !== undefined)) {
    throw new ApiFailure(400, 99992361, "open_id cross app");
  }
  return undefined;
}

/** @throws ApiFailure 41012 for an unknown person, 99992361 for another app's open_id */
export function addressedUser(call: AppCall, id: string): number {
  const user = knownUser(call, id);
  if (user === undefined) throw userIdInvalid();
  return user;
}
