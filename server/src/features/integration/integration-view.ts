import type { Draft } from "./draft-store.ts";
import type { Mapping } from "./mapping.ts";
import type { Consequences, Diagnosis, FeishuIntegration, PermissionReport } from "./ports.ts";
import { toUserSyncSettings } from "./user-sync-settings.ts";

/** Where Feishu sends people back after signing in (S12), and what its workbench opens (S14). */
function addressesOf(publicUrl: string) {
  return { callbackUrl: `${publicUrl}/auth/feishu/callback`, workbenchUrl: `${publicUrl}/workbench` };
}

/**
 * The integration as the contract shows it.
 *
 * @param publicUrl where people reach this server
 */
function toFeishuIntegration(feishu: FeishuIntegration, publicUrl: string) {
  const { callbackUrl, workbenchUrl } = addressesOf(publicUrl);
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
      user_sync: { ...toUserSync(userSync), next_runs: [...userSync.nextRuns] },
      single_sign_on: { enabled: feishu.singleSignOn.enabled, callback_url: callbackUrl },
      message_notifications: {
        enabled: feishu.messageNotifications.enabled,
        method: feishu.messageNotifications.method,
      },
      feishu_client_access: { enabled: feishu.feishuClientAccess.enabled, workbench_url: workbenchUrl },
    },
    secret_changed_at: feishu.secretChangedAt,
    health: feishu.health && toDiagnosis(feishu.health),
    created_at: feishu.createdAt,
    updated_at: feishu.updatedAt,
  };
}

/** Makes views of the integration with the addresses this server has now. */
export async function integrationView(publicUrl: () => Promise<string>) {
  const url = await publicUrl();
  return (feishu: FeishuIntegration) => toFeishuIntegration(feishu, url);
}

/** Permissions as the contract shows them. */
function toPermissionReport(report: PermissionReport) {
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
    version: diagnosis.version,
    checks: diagnosis.checks.map((check) => ({ ...check })),
    permissions: toPermissionReport(diagnosis.permissions),
    fields: diagnosis.fields.map((field) => ({ ...field })),
    contact_range: toContactRange(diagnosis),
  };
}

/** Permissions, range and version of an app as the contract shows them (S4). */
export function toAccessReport(diagnosis: Diagnosis) {
  return {
    ...toPermissionReport(diagnosis.permissions),
    contact_range: toContactRange(diagnosis),
    version: diagnosis.version,
    checked_at: diagnosis.checkedAt,
  };
}

function toContactRange({ contactRange }: Diagnosis) {
  return {
    mode: contactRange.mode,
    departments: contactRange.departments,
    users: contactRange.users,
    people_hint: contactRange.peopleHint,
    sample: [...contactRange.sample],
  };
}

/** The fields with their fill rates as the contract shows them. */
export function toMappingReport({ sampled, people, fields }: Mapping) {
  return {
    sampled,
    people: people.map(({ employeeNo, ...person }) => ({ ...person, employee_no: employeeNo })),
    fields: fields.map((field) => ({ ...field })),
  };
}

/** Consequences as the contract shows them. */
export function toConsequences(consequences: Consequences) {
  return {
    linked_users: consequences.linkedUsers,
    linked_users_without_password: consequences.linkedUsersWithoutPassword,
    feishu_sessions: consequences.feishuSessions,
    operators_with_password: consequences.operatorsWithPassword,
    linked_departments: consequences.linkedDepartments,
    waiting_runs: consequences.waitingRuns,
    running: consequences.running,
  };
}

/** The draft as the contract shows it. */
export function toDraftView(draft: Draft, publicUrl: string) {
  const { callbackUrl, workbenchUrl } = addressesOf(publicUrl);
  return {
    step: draft.step,
    app_id: draft.appId,
    has_secret: draft.hasSecret,
    open_url: draft.openUrl,
    accounts_url: draft.accountsUrl,
    support_built_in_users: draft.settings.supportBuiltInUsers,
    user_sync: toUserSyncSettings(draft.settings.userSync),
    single_sign_on: { enabled: draft.settings.singleSignOn.enabled, callback_url: callbackUrl },
    feishu_client_access: { enabled: draft.settings.feishuClientAccess.enabled, workbench_url: workbenchUrl },
    updated_by: draft.updatedBy,
    updated_at: draft.updatedAt,
  };
}

function toUserSync({ nextRuns: _, ...settings }: FeishuIntegration["userSync"]) {
  return settings;
}
