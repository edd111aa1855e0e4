import type { App } from "../apps/app.ts";
import type { Platform } from "../platform.ts";
import { ControlMistake } from "./mistake.ts";

/** References of the control API to records: any id the platform knows, or a person's e-mail. */

export function findUser(platform: Platform, app: App, reference: string): number {
  const { lookup, tenant } = platform;
  const user =
    app.ids.findUser(reference, "open_id") ??
    lookup.userByUnionId(reference) ??
    lookup.userByUserId(reference) ??
    byEmail(platform, reference);
  if (user === undefined || user >= tenant.population) {
    throw new ControlMistake(404, "user_unknown", `there is no user ${reference}`);
  }
  return user;
}

/** Whoever is still there is meant before somebody who left. */
function byEmail(platform: Platform, reference: string): number | undefined {
  if (!reference.includes("@")) return undefined;
  const { tenant } = platform;
  const found = tenant.addresses.findByEmail(reference);
  return found.find((user) => !tenant.isResigned(user)) ?? found.at(-1);
}

export function findDepartment(platform: Platform, reference: string): number {
  const department = platform.lookup.departmentByOpenId(reference) ?? platform.lookup.departmentById(reference);
  if (department === undefined)
    throw new ControlMistake(404, "department_unknown", `there is no department ${reference}`);
  return department;
}
