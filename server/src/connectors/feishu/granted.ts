import { permissionsOfApp } from "./endpoints.ts";
import { isFailure } from "./failure.ts";
import { type GrantedPermissions, grantedOf } from "./permissions.ts";
import type { Reading } from "./reading.ts";

/**
 * Asks which permissions the app holds. Returns null where Feishu does not tell: what may be read is then judged by what is
 * seen.
 *
 * @throws FeishuFailure when the app itself is refused or the quota is used up
 */
export async function readPermissions(reading: Pick<Reading, "ask">): Promise<GrantedPermissions | null> {
  try {
    return grantedOf((await reading.ask(permissionsOfApp)).data.scopes ?? []);
  } catch (error) {
    const untold = isFailure(error, "feishu_request_refused", "feishu_permission_missing");
    if (untold || (isFailure(error) && error.kind === "incomplete")) return null;
    throw error;
  }
}

/** The same once everything is read: by then trouble with this question is no reason to throw the reading away. */
export async function readPermissionsAgain(reading: Pick<Reading, "ask">): Promise<GrantedPermissions | null> {
  try {
    return await readPermissions(reading);
  } catch (error) {
    if (isFailure(error)) return null;
    throw error;
  }
}
