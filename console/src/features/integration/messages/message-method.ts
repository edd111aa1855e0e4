export const METHODS = ["account_binding", "email"] as const;
/** How messages find people: by their binding, or by the Feishu e-mail they set and verified (S13). */
export type MessageMethod = (typeof METHODS)[number];

/** What is proposed when messages are switched on: bindings count only while sync or single sign-on keep them true. */
export function defaultMethod(stored: MessageMethod, linksCount: boolean): MessageMethod {
  return linksCount ? stored : "email";
}

export const MESSAGE_REFRESHES = [
  "getFeishuIntegration",
  "listIntegrations",
  "getMessageStatus",
  "getNotices",
] as const;
