/** What went wrong and what to do about it, code by code (closed list; `contract` documents the same codes). */

/** Values a failure's sentence may use. Never a token, secret, body or header. */
export interface FailureDetail {
  /** Which API, e.g. `contact/v3/users/find_by_department`. */
  readonly api?: string;
  readonly host?: string;
  /** HTTP status. */
  readonly status?: number;
  /** Feishu's own code. */
  readonly feishu_code?: number;
  /** What Feishu's support asks for. */
  readonly log_id?: string;
  readonly scopes?: readonly string[];
  /** The network's own word, e.g. ECONNREFUSED. */
  readonly cause?: string;
}

interface FailureText {
  readonly message: (detail: FailureDetail) => string;
  readonly cure: string;
}

const at = (detail: FailureDetail) => (detail.host ? ` at ${detail.host}` : "");

export const failureTexts = {
  feishu_unreachable: {
    message: (d) => `No connection to Feishu${at(d)} could be made or kept${d.cause ? ` (${d.cause})` : ""}.`,
    cure: "Check feishu.open_url, the network, proxies and firewalls between this machine and Feishu.",
  },
  feishu_timeout: {
    message: (d) => `Feishu${at(d)} did not answer in time.`,
    cure: "Try again later; check the network if it stays.",
  },
  feishu_app_unknown: {
    message: (d) => `Feishu${at(d)} knows no app with this App ID.`,
    cure: "Copy the App ID again from the app's credentials page; check feishu.open_url for the region.",
  },
  feishu_secret_wrong: {
    message: () => "Feishu knows the App ID but refuses the App Secret.",
    cure: "Copy the App Secret again from the app's credentials page.",
  },
  feishu_wrong_region: {
    message: (d) => `The App ID is unknown${at(d)} but known in the other region.`,
    cure: "Set feishu.open_url and feishu.accounts_url to the other region's hosts.",
  },
  feishu_app_disabled: {
    message: () => "The Feishu app is disabled, or no version of it is published.",
    cure: "Publish a version in Feishu's developer console and have it approved; enable the app in the admin console.",
  },
  feishu_permission_missing: {
    message: (d) =>
      `The Feishu app lacks a permission${d.scopes?.length ? ` (any one of ${d.scopes.join(", ")})` : ""}.`,
    cure: "Grant it in Feishu's developer console (`larkbridge doctor` prints the link) and publish a version.",
  },
  feishu_no_department_authority: {
    message: () => "The app's contact range does not cover this department.",
    cure: "Widen the app's contact range in Feishu.",
  },
  feishu_no_user_authority: {
    message: () => "The app's contact range does not cover this person.",
    cure: "Widen the app's contact range in Feishu.",
  },
  feishu_rate_limited: {
    message: () => "Feishu kept refusing requests for being too many.",
    cure: "Lower feishu.rate_limit, or give the other program that uses this app one of its own.",
  },
  feishu_quota_exhausted: {
    message: () => "The company's monthly quota of API calls is used up.",
    cure: "Wait for the next month, or raise the quota with Feishu.",
  },
  feishu_server_error: {
    message: () => "Feishu failed several times over.",
    cure: "Try again later; quote the log id to Feishu's support if it stays.",
  },
  feishu_request_refused: {
    message: () => "Feishu refused a request.",
    cure: "Quote the code and log id to Feishu's support.",
  },
  feishu_answer_invalid: {
    message: (d) => `An answer${at(d)} does not have the shape Feishu promises${d.cause ? ` (${d.cause})` : ""}.`,
    cure: "Check feishu.open_url, and proxies on the way; report it if Feishu itself answered so.",
  },
  feishu_encoding_invalid: {
    message: (d) => `An answer${at(d)} is not valid UTF-8.`,
    cure: "Check proxies on the way; one of them re-codes or cuts answers.",
  },
  feishu_page_token_invalid: {
    message: () => "Feishu refused or repeated a page token, also after starting that list again.",
    cure: "Run the sync again.",
  },
  feishu_ip_not_allowed: {
    message: () => "The Feishu app admits only listed IP addresses, and this machine's is not among them.",
    cure: "Add this machine's outgoing address to the app's IP list in Feishu's developer console.",
  },
  feishu_token_refused: {
    message: () => "Feishu refused an access token it had just issued.",
    cure: "Try again; then check the app's credentials.",
  },
  feishu_department_gone: {
    message: () => "A department vanished while it was read.",
    cure: "Nothing to do; the next run sees it gone.",
  },
  feishu_user_gone: {
    message: () => "A person vanished while being read.",
    cure: "Nothing to do; the next run sees it.",
  },
  feishu_group_in_range: {
    message: () => "The contact range lists a user group, whose members cannot be told.",
    cure: "List departments or people in the contact range instead of user groups.",
  },
  feishu_connections_exhausted: {
    message: () => "Feishu admits no more long connections of this app.",
    cure: "Stop other programs that use the same app for events, or give Larkbridge an app of its own.",
  },
} as const satisfies Readonly<Record<string, FailureText>>;

/** The closed list of what can go wrong with Feishu. */
export type FeishuCode = keyof typeof failureTexts;

/** The sentence for a code, with Feishu's code and log id behind it where they are known. */
export function failureMessage(code: FeishuCode, detail: FailureDetail): string {
  const told = [
    detail.api === undefined ? null : `API ${detail.api}`,
    detail.status === undefined ? null : `HTTP ${detail.status}`,
    detail.feishu_code === undefined ? null : `code ${detail.feishu_code}`,
    detail.log_id === undefined ? null : `log id ${detail.log_id}`,
  ].filter((part) => part !== null);
  const sentence = failureTexts[code].message(detail);
  return told.length === 0 ? sentence : `${sentence} [${told.join(", ")}]`;
}
