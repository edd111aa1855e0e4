import type { Diagnosis, FeishuIntegration, PermissionReport } from "./ports.ts";

/** The integration as the contract shows it. */
export function toFeishuIntegration(feishu: FeishuIntegration) {
  const { userSync } = feishu;
  return {
    app_id: feishu.appId,
    open_url: feishu.openUrl,
    accounts_url: feishu.accountsUrl,
    declared_by: feishu.declaredBy,
    tenant_key: feishu.tenantKey,
    rate_limit:
      feishu.rateLimit === "off"
        ? ("off" as const)
        : { per_second: feishu.rateLimit.perSecond, per_minute: feishu.rateLimit.perMinute },
    events_mode: feishu.eventsMode,
    support_built_in_users: feishu.supportBuiltInUsers,
    services: {
      user_sync: {
        enabled: userSync.enabled,
        schedule: { ...userSync.schedule },
        time_zone: userSync.timeZone,
        next_runs: [...userSync.nextRuns],
        policies: { ...userSync.policies },
        fields: {
          mobile: userSync.fields.mobile,
          employee_no: userSync.fields.employeeNo,
          nickname: userSync.fields.nickname,
        },
        guard: { percent: userSync.guard.percent, minimum: userSync.guard.minimum },
      },
      single_sign_on: { enabled: feishu.singleSignOn.enabled },
      message_notifications: {
        enabled: feishu.messageNotifications.enabled,
        method: feishu.messageNotifications.method,
      },
      feishu_client_access: { enabled: feishu.feishuClientAccess.enabled },
    },
    created_at: feishu.createdAt,
    updated_at: feishu.updatedAt,
  };
}

/** Permissions as the contract shows them. */
export function toPermissionReport(report: PermissionReport) {
  return {
    permissions: report.permissions.map((state) => ({
      permission: state.permission,
      need: state.need,
      purpose: state.purpose,
      fills: [...state.fills],
      granted: state.granted,
      covered_by: state.coveredBy,
    })),
    grant_url: report.grantUrl,
    import_json: report.importJson,
  };
}

/** A diagnosis as the contract shows it. */
export function toDiagnosis(diagnosis: Diagnosis) {
  return {
    healthy: diagnosis.healthy,
    checked_at: diagnosis.checkedAt,
    app: { ...diagnosis.app },
    tenant: { ...diagnosis.tenant },
    checks: diagnosis.checks.map((check) => ({ ...check })),
    permissions: toPermissionReport(diagnosis.permissions),
    fields: diagnosis.fields.map((field) => ({ ...field })),
    contact_range: { ...diagnosis.contactRange, sample: [...diagnosis.contactRange.sample] },
  };
}
