import { err, ok } from "../../src/core/kernel/result.ts";
import { NOTICES, notices } from "../../src/core/notify/notices.ts";
import type { FeishuEmails, NoticeSwitches } from "../../src/features/notices/index.ts";
import { AT } from "./api-samples.ts";

const SWITCHED = {
  serviceEnabled: true,
  notices: NOTICES.map((notice) => ({
    ...{ notice, audience: notices[notice].audience, enabled: true, since: AT },
    byDefault: notices[notice].byDefault,
  })),
};
const EMAIL = { email: "user1@example.com", verifiedAt: null, check: { expiresAt: AT, triesLeft: 5 } };

/** Switches and addresses that remember nothing, for tests of what lies around them. */
export function memoryNotices(): { switches: NoticeSwitches; feishuEmails: FeishuEmails } {
  return {
    switches: { read: async () => SWITCHED, change: async () => SWITCHED },
    feishuEmails: {
      read: async () => EMAIL,
      set: async () => ok(EMAIL),
      verify: async () => err({ code: "feishu_email_code_wrong", detail: { tries_left: 4 } }),
      remove: async () => ({ email: null, verifiedAt: null, check: null }),
    },
  };
}
