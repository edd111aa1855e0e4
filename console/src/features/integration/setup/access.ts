import type { AccessReportView, DiagnosisView } from "@larkbridge/contract";

type Check = DiagnosisView["checks"][number];
export type Permission = AccessReportView["permissions"][number];

/** The check that keeps an app out, or null when Feishu takes the pair (S2). */
export function refusalOf({ checks }: Pick<DiagnosisView, "checks">): Check | null {
  const deciding = ["reachable", "region", "credentials"];
  return checks.find(({ check, state }) => deciding.includes(check) && state === "failed") ?? null;
}

/** Whether a permission does its work: granted itself, or covered by an older one (S17). */
export function isHeld({ granted, covered_by: coveredBy }: Permission): boolean {
  return granted === true || coveredBy !== null;
}

/** Where set-up stands with permissions: what a sync cannot do without, and whether anybody is visible. */
export function readiness(report: AccessReportView): {
  readonly missing: readonly Permission[];
  readonly ready: boolean;
} {
  const missing = report.permissions.filter((permission) => permission.need === "required" && !isHeld(permission));
  // Where Feishu does not tell, nothing is called missing.
  const told = missing.filter(({ granted }) => granted !== null);
  const visible = report.contact_range.mode !== "nobody" && report.contact_range.people_hint !== 0;
  return { missing: told, ready: told.length === 0 && visible };
}

/** Opens Feishu's developer console with one permission ticked (feishu contract 2.4). */
export function grantLink(openUrl: string, appId: string, permission: string): string {
  return `${openUrl}/app/${encodeURIComponent(appId)}/auth?q=${encodeURIComponent(permission)}&op_from=openapi&token_type=tenant`;
}

/** A permission's name as a key of the texts, where ":" and "." have a meaning of their own. */
export function textKey(permission: string): string {
  return permission.replace(/[:.]/g, "_");
}
