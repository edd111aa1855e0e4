import { err, ok } from "../../src/core/kernel/result.ts";
import type { ChangeIntegration } from "../../src/features/integration/change-integration.ts";
import { DEFAULT_SETTINGS } from "../../src/features/integration/connection-settings.ts";
import type { Draft } from "../../src/features/integration/draft-store.ts";
import { judgeMapping } from "../../src/features/integration/mapping.ts";
import type { Diagnosis, FeishuIntegration, Integrations } from "../../src/features/integration/ports.ts";
import type { SetUp } from "../../src/features/integration/set-up.ts";
import { toUserSyncSettings } from "../../src/features/integration/user-sync-settings.ts";
import { AT, actor } from "./api-samples.ts";

const notConfigured = err({ code: "integration_not_configured" as const });
const setByFile = err({ code: "set_by_file" as const });

/** The integration's use cases over one diagnosis: declared by a file where there is one, not set up where there is none. */
export function memoryIntegration(state: { readonly diagnosis: Diagnosis | undefined }): {
  readonly integrations: Integrations;
  readonly setUp: SetUp;
  readonly change: ChangeIntegration;
  readonly publicUrl: () => Promise<string>;
} {
  const diagnosed = () => (state.diagnosis ? ok(state.diagnosis) : notConfigured);
  const closed = () => (state.diagnosis ? setByFile : notConfigured);
  return {
    publicUrl: async () => "http://127.0.0.1:8080",
    integrations: {
      findFeishu: async () => (state.diagnosis ? INTEGRATION : undefined),
      hasDraft: async () => true,
      diagnoseFeishu: async () => diagnosed(),
      readAccess: async () => diagnosed(),
      readMapping: async () => (state.diagnosis ? ok(judgeMapping([], NOTHING_READABLE)) : notConfigured),
      readConsequences: async () =>
        state.diagnosis
          ? ok({
              linkedUsers: 2,
              linkedUsersWithoutPassword: 1,
              feishuSessions: 0,
              operatorsWithPassword: 1,
              linkedDepartments: 1,
              waitingRuns: 0,
              running: false,
            })
          : notConfigured,
    },
    setUp: {
      findDraft: async () => DRAFT,
      saveDraft: async () => ok(DRAFT),
      discardDraft: async () => true,
      checkApp: async () =>
        state.diagnosis ? ok(state.diagnosis) : err({ code: "integration_draft_incomplete", detail: { missing: [] } }),
      finish: async () => err({ code: "integration_exists" }),
    },
    change: {
      change: async () => closed(),
      replaceSecret: async () => closed(),
      changeEvents: async () => closed(),
      changeUserSync: async () => closed(),
      switchSingleSignOn: async () => closed(),
      switchClientAccess: async () => closed(),
      switchMessageNotifications: async () => closed(),
      previewSchedule: () => [AT],
      remove: async () => closed(),
    },
  };
}

const NOTHING_READABLE = {
  user: {
    name: false,
    nickname: false,
    email: false,
    enterpriseEmail: false,
    mobile: false,
    employeeNo: false,
    jobTitle: false,
    departments: false,
    leader: false,
    state: false,
  },
  department: { name: false, parent: false, order: false, leaders: false },
  attributes: [],
};

const DRAFT: Draft = {
  step: 1,
  appId: "cli_0123456789abcdef",
  hasSecret: true,
  openUrl: "https://open.feishu.cn",
  accountsUrl: "https://accounts.feishu.cn",
  settings: DEFAULT_SETTINGS,
  updatedBy: actor,
  updatedAt: AT,
};

const INTEGRATION: FeishuIntegration = {
  appId: "cli_0123456789abcdef",
  openUrl: "https://open.feishu.cn",
  accountsUrl: "https://accounts.feishu.cn",
  declaredBy: "file",
  ownsSync: true,
  tenantKey: null,
  rateLimit: { perSecond: 50, perMinute: 1000 },
  eventsMode: "off",
  supportBuiltInUsers: false,
  userSync: {
    ...toUserSyncSettings({ ...DEFAULT_SETTINGS.userSync, enabled: true, schedule: { kind: "daily", at: "02:00" } }),
    nextRuns: [AT],
  },
  singleSignOn: { enabled: false },
  messageNotifications: { enabled: false, method: "account_binding" },
  feishuClientAccess: { enabled: false },
  secretChangedAt: AT,
  health: null,
  createdAt: AT,
  updatedAt: AT,
};
