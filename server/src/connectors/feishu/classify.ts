import { FeishuFailure } from "./failure.ts";
import type { FailureDetail, FeishuCode } from "./failure-text.ts";

/** An answer of the platform, as far as judging it needs. */
export interface Answer {
  readonly api: string;
  readonly host: string;
  readonly status: number;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  /** The parsed JSON object. */
  readonly body: { readonly [key: string]: unknown };
}

/** Feishu's codes → ours (feishu contract 2.4, 3.8, 4.1, 5). What is not listed is `feishu_request_refused`. */
const CODES: ReadonlyMap<number, FeishuCode> = new Map([
  ...each("feishu_rate_limited", 99991400),
  ...each("feishu_quota_exhausted", 99991403),
  ...each("feishu_ip_not_allowed", 99991401),
  ...each("feishu_app_disabled", 99991662, 99991673, 212100),
  ...each("feishu_token_refused", 99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677),
  ...each("feishu_permission_missing", 99991672, 99991676, 99991679),
  ...each("feishu_no_department_authority", 40004, 40014),
  ...each("feishu_no_user_authority", 41050),
  // An unknown department has no code of its own on the list calls; all of these mean "gone" (feishu contract 3.8).
  ...each("feishu_department_gone", 40008, 40015, 99992357, 99992358, 99992379, 99992380),
  // 99992361 (an open_id of another app) is no proof that somebody left and stays a refusal.
  ...each("feishu_user_gone", 41012, 99992351, 99992352, 99992353, 99992359, 99992360, 99992363),
  ...each("feishu_page_token_invalid", 40012, 210500, 210501),
  ...each("feishu_server_error", 40003, 48002, 1241001),
]);

/** The token endpoint gives the same small numbers other meanings (feishu contract 2.2). */
const TOKEN_CODES: ReadonlyMap<number, FeishuCode> = new Map([
  ...each("feishu_app_unknown", 10003),
  ...each("feishu_secret_wrong", 10013, 10014, 10015, 99991543),
  ...each("feishu_app_disabled", 10005, 10012),
]);

const TOKEN_API = "auth/v3/tenant_access_token/internal";
const DEFAULT_WAIT_MS = 1_000;
const MAX_WAIT_MS = 120_000;

/** Judges an answer. Returns null when it is a success: HTTP 2xx and `code` 0 (feishu contract 2.1: always test `code`). */
export function classifyAnswer(answer: Answer): FeishuFailure | null {
  const { status, body } = answer;
  const code = typeof body["code"] === "number" ? body["code"] : null;
  if (status >= 200 && status < 300 && code === 0) return null;
  const detail = detailOf(answer, code);
  if (status === 429) return new FeishuFailure("feishu_rate_limited", detail, waitOf(answer));
  if (code === null && status >= 200 && status < 300) {
    return new FeishuFailure("feishu_answer_invalid", { ...detail, cause: "no code in the answer" });
  }
  const table = answer.api === TOKEN_API ? TOKEN_CODES : CODES;
  const known = (code !== null && (table.get(code) ?? CODES.get(code))) || null;
  if (known === "feishu_rate_limited") return new FeishuFailure(known, detail, waitOf(answer));
  if (known === "feishu_permission_missing")
    return new FeishuFailure(known, { ...detail, scopes: missingScopes(body) });
  if (known !== null) return new FeishuFailure(known, detail);
  return new FeishuFailure(status >= 500 ? "feishu_server_error" : "feishu_request_refused", detail);
}

/** What a failure tells about an answer that could not even be parsed, too. */
export function detailOf(
  answer: Omit<Answer, "body"> & { readonly body?: Answer["body"] },
  code: number | null,
): FailureDetail {
  const error = asObject(answer.body?.["error"]);
  const logId = text(answer.headers["x-tt-logid"]) ?? text(error?.["log_id"]) ?? text(error?.["logid"]);
  return {
    api: answer.api,
    host: answer.host,
    status: answer.status,
    ...(code === null ? {} : { feishu_code: code }),
    // Only the characters of a log id: the value comes from outside and goes into logs.
    ...(logId === null ? {} : { log_id: logId.replace(/[^0-9A-Za-z_-]/g, "").slice(0, 64) }),
  };
}

/** `x-ogw-ratelimit-reset` in milliseconds; seconds, possibly fractional (feishu contract 2.5). */
function waitOf(answer: Answer): number {
  const seconds = Number(text(answer.headers["x-ogw-ratelimit-reset"]) ?? Number.NaN);
  if (!Number.isFinite(seconds) || seconds < 0) return DEFAULT_WAIT_MS;
  return Math.min(MAX_WAIT_MS, Math.ceil(seconds * 1000));
}

/** The scopes of which any one is needed: `permission_violations` first, the bracket list in `msg` second. */
function missingScopes(body: Answer["body"]): readonly string[] {
  const violations = asObject(body["error"])?.["permission_violations"];
  const subjects = Array.isArray(violations)
    ? violations.map((violation) => text(asObject(violation)?.["subject"])).filter((subject) => subject !== null)
    : [];
  const bracket = /\[([^\]]*)\]/.exec(text(body["msg"]) ?? "")?.[1] ?? "";
  const names = subjects.length > 0 ? subjects : bracket.split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => /^[a-z0-9_.:]+$/i.test(name)))].slice(0, 20);
}

function asObject(value: unknown): { readonly [key: string]: unknown } | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function each(code: FeishuCode, ...numbers: readonly number[]): (readonly [number, FeishuCode])[] {
  return numbers.map((number) => [number, code] as const);
}
