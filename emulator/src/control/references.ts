import type { App } from "../apps/app.ts";
import { userOfReference } from "../apps/user-reference.ts";
import type { Platform } from "../platform.ts";
import { ControlMistake } from "./mistake.ts";

/** References of the control API to records: any id the platform knows, or a person's e-mail. */

export function findUser(platform: Platform, app: App, reference: string): number {
  const user = userOfReference(platform, app, reference);
  if (user === undefined) throw new ControlMistake(404, "user_unknown", `there is no user ${reference}`);
  return user;
}

export function findDepartment(platform: Platform, reference: string): number {
  const department = platform.lookup.departmentByOpenId(reference) ?? platform.lookup.departmentById(reference);
  if (department === undefined)
    throw new ControlMistake(404, "department_unknown", `there is no department ${reference}`);
  return department;
}
