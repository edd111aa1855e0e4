import { type FailureDetail, type FeishuCode, failureMessage, failureTexts } from "./failure-text.ts";

/**
 * How a failure is to be taken (architecture.md section 5): wait and go on · final for this question · the app itself is
 * refused · trouble on the way, so that nothing is known.
 */
export type FailureKind = "retry_after" | "permanent" | "unauthorised" | "incomplete";

const KINDS: Readonly<Record<FeishuCode, FailureKind>> = {
  feishu_unreachable: "incomplete",
  feishu_timeout: "incomplete",
  feishu_server_error: "incomplete",
  feishu_answer_invalid: "incomplete",
  feishu_encoding_invalid: "incomplete",
  feishu_page_token_invalid: "incomplete",
  feishu_rate_limited: "retry_after",
  feishu_app_unknown: "unauthorised",
  feishu_secret_wrong: "unauthorised",
  feishu_wrong_region: "unauthorised",
  feishu_app_disabled: "unauthorised",
  feishu_permission_missing: "unauthorised",
  feishu_ip_not_allowed: "unauthorised",
  feishu_token_refused: "unauthorised",
  feishu_no_department_authority: "permanent",
  feishu_no_user_authority: "permanent",
  feishu_department_gone: "permanent",
  feishu_user_gone: "permanent",
  feishu_quota_exhausted: "permanent",
  feishu_request_refused: "permanent",
  feishu_group_in_range: "permanent",
  feishu_connections_exhausted: "permanent",
};

/** A classified failure of Feishu. Carries nothing secret: no token, no body, no header, no cause from the network stack. */
export class FeishuFailure extends Error {
  override readonly name = "FeishuFailure";
  readonly kind: FailureKind;
  readonly code: FeishuCode;
  readonly cure: string;
  readonly detail: FailureDetail;
  /** With `retry_after`: how long Feishu asks to wait, in milliseconds. */
  readonly waitMs: number | null;

  constructor(code: FeishuCode, detail: FailureDetail = {}, waitMs: number | null = null) {
    super(failureMessage(code, detail));
    this.kind = KINDS[code];
    this.code = code;
    this.cure = failureTexts[code].cure;
    this.detail = detail;
    this.waitMs = waitMs;
  }
}

/** Whether a failure has one of the codes; anything else (bugs, aborts) is never one. */
export function isFailure(error: unknown, ...codes: readonly FeishuCode[]): error is FeishuFailure {
  return error instanceof FeishuFailure && (codes.length === 0 || codes.includes(error.code));
}

/** Whether trying the same call again may help. A refused page token needs its whole list again. */
export function isWorthRetrying(failure: FeishuFailure): boolean {
  return failure.kind === "incomplete" && failure.code !== "feishu_page_token_invalid";
}

/**
 * Whether every other call would fail alike, so that going on only costs time and quota: the app is refused, the quota is
 * used up, or Feishu kept answering 429 for longer than the patience.
 */
export function endsTheReading(failure: FeishuFailure): boolean {
  return failure.kind === "unauthorised" || failure.kind === "retry_after" || failure.code === "feishu_quota_exhausted";
}
