import { type GrantedPermissions, heldFor, PERMISSIONS } from "./permissions.ts";

/** One permission, and whether the app has it. */
export interface PermissionState {
  readonly permission: string;
  readonly need: "required" | "optional" | "notifications";
  readonly purpose: string;
  readonly fills: readonly string[];
  /** Null: Feishu does not tell. */
  readonly granted: boolean | null;
  /** An older permission that does the same (S17). */
  readonly coveredBy: string | null;
}

export interface PermissionReport {
  readonly permissions: readonly PermissionState[];
  /** Opens Feishu's developer console with the missing required ones and those for notifications ticked. */
  readonly grantUrl: string | null;
  /** To paste at "batch import". */
  readonly importJson: string | null;
}

/**
 * Lists every permission with its state, and how to get the missing ones (S4; feishu contract 2.4 and section 11). The link and
 * the text hold what sync and notifications need; optional ones are an administrator's own choice.
 *
 * @param granted null where Feishu does not tell
 */
export function reportPermissions(
  appId: string,
  openUrl: string,
  granted: GrantedPermissions | null,
): PermissionReport {
  const permissions = PERMISSIONS.map(({ name, need, purpose, fills }): PermissionState => {
    const held = granted === null ? null : heldFor(name, granted);
    return {
      permission: name,
      need,
      purpose,
      fills,
      granted: granted === null ? null : granted.has(name),
      coveredBy: held === name ? null : held,
    };
  });
  const missing = missingPermissions(permissions).map(({ permission }) => permission);
  return {
    permissions,
    grantUrl: missing.length === 0 ? null : grantUrl(appId, openUrl, missing),
    importJson: missing.length === 0 ? null : JSON.stringify({ scopes: { tenant: missing, user: [] } }),
  };
}

/** Those that Larkbridge's services need and nothing the app holds replaces. */
export function missingPermissions(permissions: readonly PermissionState[]): readonly PermissionState[] {
  return permissions.filter(
    ({ need, granted, coveredBy }) => need !== "optional" && granted === false && coveredBy === null,
  );
}

/** The console stands on the API's own host. */
function grantUrl(appId: string, openUrl: string, permissions: readonly string[]): string {
  return `${openUrl}/app/${encodeURIComponent(appId)}/auth?q=${permissions.join(",")}&op_from=openapi&token_type=tenant`;
}
