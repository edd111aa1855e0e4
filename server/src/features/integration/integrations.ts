import type { Instant } from "../../core/kernel/ids.ts";
import type { Json } from "../../core/kernel/json.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { ConnectionStore, FeishuConnection } from "./connection-store.ts";
import type { Diagnosis, FeishuIntegration, Integrations } from "./ports.ts";

/** Asks Feishu about an app; the connector does it. */
export type DiagnoseConnection = (connection: FeishuConnection, signal: AbortSignal) => Promise<Diagnosis>;

/** When a schedule fires next; the scheduler knows. */
export type NextRuns = (settings: FeishuConnection["settings"]["userSync"], count: number) => readonly Instant[];

const notConfigured = err({ code: "integration_not_configured" as const });

/** The Feishu integration as the API tells it. */
export function makeIntegrations(
  connections: ConnectionStore,
  diagnose: DiagnoseConnection,
  nextRuns: NextRuns,
): Integrations {
  return {
    async findFeishu() {
      const connection = await connections.findMain();
      return connection && toIntegration(connection, nextRuns(connection.settings.userSync, 3));
    },
    async diagnoseFeishu(signal) {
      const connection = await connections.findMain();
      if (!connection) return notConfigured;
      const diagnosis = await diagnose(connection, signal);
      if (diagnosis.tenant.key !== null && connection.tenantKey === null)
        await connections.rememberTenant(connection.id, diagnosis.tenant.key);
      return ok(diagnosis);
    },
    async readFeishuPermissions(signal) {
      const connection = await connections.findMain();
      return connection ? ok((await diagnose(connection, signal)).permissions) : notConfigured;
    },
  };
}

function toIntegration(connection: FeishuConnection, nextRuns: readonly Instant[]): FeishuIntegration {
  const { settings } = connection;
  const { policy, schedule, timeZone, enabled } = settings.userSync;
  return {
    appId: connection.appId,
    openUrl: connection.openUrl,
    accountsUrl: connection.accountsUrl,
    declaredBy: connection.declaredBy,
    ownsSync: connection.ownsSync,
    tenantKey: connection.tenantKey,
    rateLimit: settings.rateLimit,
    eventsMode: settings.eventsMode,
    supportBuiltInUsers: settings.supportBuiltInUsers,
    userSync: {
      enabled,
      schedule: schedule as { readonly [key: string]: Json },
      timeZone,
      nextRuns,
      policies: {
        unmatched_local_users: policy.unmatchedLocalUsers,
        unmatched_feishu_users: policy.unmatchedFeishuUsers,
        unmatched_local_departments: policy.unmatchedLocalDepartments,
        unmatched_feishu_departments: policy.unmatchedFeishuDepartments,
        departed_users: policy.departedUsers,
        departed_departments: policy.departedDepartments,
      },
      fields: policy.fields,
      guard: policy.guard,
    },
    singleSignOn: settings.singleSignOn,
    messageNotifications: settings.messageNotifications,
    feishuClientAccess: settings.feishuClientAccess,
    createdAt: connection.createdAt,
    updatedAt: connection.updatedAt,
  };
}
