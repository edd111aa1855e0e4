/** App ID and App Secret found in a pasted text; null for what is not there. */
export interface PastedPair {
  readonly appId: string | null;
  readonly appSecret: string | null;
}

const APP_ID = /\bcli_[0-9a-z]{8,32}\b/;
/** Feishu's secrets are 32 letters and digits; shorter ones belong to other platforms that speak the same API. */
const APP_SECRET = /(?:^|[\s:：="'])([A-Za-z0-9_-]{16,256})(?=$|[\s,，"'])/g;

/**
 * Reads what somebody copied from Feishu's credentials page: one value, or a block with both and their labels. Null when
 * the text holds not both, so that an ordinary paste goes where the cursor is.
 */
export function readPastedPair(text: string): PastedPair | null {
  const appId = APP_ID.exec(text)?.[0] ?? null;
  if (appId === null) return null;
  const rest = text.replace(appId, " ");
  const secret = [...rest.matchAll(APP_SECRET)].map((match) => match[1] ?? "").at(0) ?? null;
  return secret === null ? null : { appId, appSecret: secret };
}
