import type { Instant } from "../../core/kernel/ids.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { ConnectionChanges } from "./connection-change-store.ts";
import type { ConnectionStore, FeishuConnection } from "./connection-store.ts";
import type { DraftStore } from "./draft-store.ts";
import { chooseApp, type FeishuProbe } from "./feishu-probe.ts";
import { judgeMapping } from "./mapping.ts";
import type { FeishuIntegration, Integrations } from "./ports.ts";
import type { RemovalStore } from "./removal-store.ts";
import { toUserSyncSettings } from "./user-sync-settings.ts";

/** When a schedule fires next; the scheduler knows. */
export type NextRuns = (
  settings: Pick<FeishuConnection["settings"]["userSync"], "enabled" | "schedule" | "timeZone">,
  count: number,
) => readonly Instant[];

export interface IntegrationParts {
  readonly connections: ConnectionStore;
  readonly changes: ConnectionChanges;
  readonly drafts: DraftStore;
  readonly removals: RemovalStore;
  readonly probe: FeishuProbe;
  readonly nextRuns: NextRuns;
}

const notConfigured = err({ code: "integration_not_configured" as const });
/** People looked at to tell how well fields are filled (ux.md section 5). */
const SAMPLE = 200;
export const RUNS_SHOWN = 3;

/** The Feishu integration as the API tells it. */
export function makeIntegrations(parts: IntegrationParts): Integrations {
  const { connections, changes, drafts, removals, probe, nextRuns } = parts;
  return {
    async findFeishu() {
      const connection = await connections.findMain();
      return connection && toIntegration(connection, nextRuns);
    },
    hasDraft: async () => (await drafts.find()) !== undefined,
    async diagnoseFeishu(signal) {
      const connection = await connections.findMain();
      if (!connection) return notConfigured;
      const diagnosis = await probe.diagnose(connection, signal);
      await changes.rememberDiagnosis(connection.id, diagnosis);
      return ok(diagnosis);
    },
    async readAccess(choice, signal) {
      const app = await chooseApp(connections, drafts, choice);
      return app.ok ? ok(await probe.diagnose(app.value, signal)) : app;
    },
    async readMapping(choice, signal) {
      const app = await chooseApp(connections, drafts, choice);
      if (!app.ok) return app;
      const sample = await probe.samplePeople(app.value, SAMPLE, signal);
      return sample.ok ? ok(judgeMapping(sample.value.people, sample.value.readable)) : sample;
    },
    async readConsequences() {
      const connection = await connections.findMain();
      return connection ? ok(await removals.readConsequences(connection.id)) : notConfigured;
    },
  };
}

/** A connection as operators see it. */
export function toIntegration(connection: FeishuConnection, nextRuns: NextRuns): FeishuIntegration {
  const { settings } = connection;
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
    userSync: { ...toUserSyncSettings(settings.userSync), nextRuns: nextRuns(settings.userSync, RUNS_SHOWN) },
    singleSignOn: settings.singleSignOn,
    messageNotifications: settings.messageNotifications,
    feishuClientAccess: settings.feishuClientAccess,
    secretChangedAt: connection.secretChangedAt,
    health: connection.lastDiagnosis,
    createdAt: connection.createdAt,
    updatedAt: connection.updatedAt,
  };
}
