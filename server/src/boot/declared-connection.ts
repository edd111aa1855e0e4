import type { Settings } from "../config/settings.ts";
import type { ConnectionDeclaration } from "../features/integration/index.ts";

/** The connection a configuration declares, or null when it names no app (product.md 5.9). */
export function declaredConnection({ feishu }: Settings): ConnectionDeclaration | null {
  if (feishu.app_id === undefined || feishu.app_secret === undefined) return null;
  const { events } = feishu;
  const sync = feishu.services.user_sync;
  return {
    appId: feishu.app_id,
    appSecret: feishu.app_secret,
    openUrl: feishu.open_url,
    accountsUrl: feishu.accounts_url,
    ...(events.mode === "webhook"
      ? { eventKeys: { encryptKey: events.encrypt_key, verificationToken: events.verification_token } }
      : {}),
    settings: {
      rateLimit:
        feishu.rate_limit === "off"
          ? "off"
          : { perSecond: feishu.rate_limit.per_second, perMinute: feishu.rate_limit.per_minute },
      eventsMode: events.mode,
      supportBuiltInUsers: feishu.support_built_in_users,
      userSync: {
        enabled: sync.enabled,
        schedule: sync.schedule,
        timeZone: sync.time_zone,
        policy: {
          unmatchedLocalUsers: sync.unmatched_local_users,
          unmatchedFeishuUsers: sync.unmatched_feishu_users,
          unmatchedLocalDepartments: sync.unmatched_local_departments,
          unmatchedFeishuDepartments: sync.unmatched_feishu_departments,
          departedUsers: sync.departed_users,
          departedDepartments: sync.departed_departments,
          fields: { mobile: sync.fields.mobile, employeeNo: sync.fields.employee_no, nickname: sync.fields.nickname },
          guard: { percent: sync.guard.percent, minimum: sync.guard.minimum },
        },
      },
      singleSignOn: { enabled: feishu.services.single_sign_on.enabled },
      messageNotifications: {
        enabled: feishu.services.message_notifications.enabled,
        method: feishu.services.message_notifications.method,
      },
      feishuClientAccess: { enabled: feishu.services.feishu_client_access.enabled },
    },
  };
}
