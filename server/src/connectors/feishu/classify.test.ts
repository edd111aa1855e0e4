import { describe, expect, test } from "vitest";
import { errors } from "../../../../contract/src/errors/index.ts";
import { type Answer, classifyAnswer } from "./classify.ts";
import { FeishuFailure, isWorthRetrying } from "./failure.ts";
import { failureTexts } from "./failure-text.ts";

const answer = (status: number, body: Answer["body"], given: Partial<Answer> = {}): Answer => ({
  api: "contact/v3/users/find_by_department",
  host: "open.feishu.cn",
  status,
  headers: {},
  body,
  ...given,
});

const TOKEN_API = "auth/v3/tenant_access_token/internal";

describe("classifying answers", () => {
  test.each([
    [429, 99991400, "feishu_rate_limited", "retry_after"],
    [400, 99991400, "feishu_rate_limited", "retry_after"],
    [400, 99991403, "feishu_quota_exhausted", "permanent"],
    [400, 99991401, "feishu_ip_not_allowed", "unauthorised"],
    [400, 99991662, "feishu_app_disabled", "unauthorised"],
    [400, 99991673, "feishu_app_disabled", "unauthorised"],
    [400, 212100, "feishu_app_disabled", "unauthorised"],
    [400, 99991661, "feishu_token_refused", "unauthorised"],
    [400, 99991663, "feishu_token_refused", "unauthorised"],
    [400, 99991668, "feishu_token_refused", "unauthorised"],
    [400, 99991672, "feishu_permission_missing", "unauthorised"],
    [403, 40004, "feishu_no_department_authority", "permanent"],
    [403, 40014, "feishu_no_department_authority", "permanent"],
    [400, 41050, "feishu_no_user_authority", "permanent"],
    [400, 40015, "feishu_department_gone", "permanent"],
    [400, 40008, "feishu_department_gone", "permanent"],
    [400, 99992380, "feishu_department_gone", "permanent"],
    [400, 41012, "feishu_user_gone", "permanent"],
    [400, 99992351, "feishu_user_gone", "permanent"],
    [400, 99992361, "feishu_request_refused", "permanent"],
    [400, 40012, "feishu_page_token_invalid", "incomplete"],
    [400, 40011, "feishu_request_refused", "permanent"],
    [400, 43010, "feishu_request_refused", "permanent"],
    [400, 40003, "feishu_server_error", "incomplete"],
    [200, 40003, "feishu_server_error", "incomplete"],
    [500, 1241001, "feishu_server_error", "incomplete"],
    [502, 777, "feishu_server_error", "incomplete"],
    [200, 777, "feishu_request_refused", "permanent"],
  ] as const)("HTTP %i with code %i is %s (%s)", (status, code, expected, kind) => {
    expect(classifyAnswer(answer(status, { code, msg: "…" }))).toMatchObject({ code: expected, kind });
  });

  test.each([
    [10003, "feishu_app_unknown"],
    [10014, "feishu_secret_wrong"],
    [10015, "feishu_secret_wrong"],
    [10012, "feishu_app_disabled"],
  ] as const)("the token endpoint's %i is %s, and means something else elsewhere", (code, expected) => {
    expect(classifyAnswer(answer(200, { code }, { api: TOKEN_API }))).toMatchObject({ code: expected });
    expect(classifyAnswer(answer(400, { code }))).toMatchObject({ code: "feishu_request_refused" });
  });

  test("only code 0 on a 2xx is a success", () => {
    expect(classifyAnswer(answer(200, { code: 0 }))).toBeNull();
    expect(classifyAnswer(answer(200, {}))).toMatchObject({ code: "feishu_answer_invalid" });
    expect(classifyAnswer(answer(200, { code: "0" }))).toMatchObject({ code: "feishu_answer_invalid" });
    expect(classifyAnswer(answer(400, { code: 0 }))).toMatchObject({ code: "feishu_request_refused" });
  });

  test.each([
    ["1.5", 1_500],
    ["0", 0],
    ["", 1_000],
    ["soon", 1_000],
    ["99999", 120_000],
  ])("a reset header of %j waits %i ms", (reset, waitMs) => {
    const refused = answer(429, { code: 99991400 }, { headers: { "x-ogw-ratelimit-reset": reset } });
    expect(classifyAnswer(refused)?.waitMs).toBe(waitMs);
  });

  test("missing permissions are named, violations first and the bracket list second", () => {
    const violations = [{ type: "action_scope_required", subject: "contact:user.id:readonly" }, null, { subject: 5 }];
    const msg = "Access denied. One of the following scopes is required: [contact:a:readonly, contact:b:readonly].应用";
    const scopesOf = (body: Answer["body"]) => classifyAnswer(answer(400, { code: 99991672, ...body }))?.detail.scopes;
    expect(scopesOf({ msg, error: { permission_violations: violations } })).toEqual(["contact:user.id:readonly"]);
    expect(scopesOf({ msg })).toEqual(["contact:a:readonly", "contact:b:readonly"]);
    expect(scopesOf({})).toEqual([]);
  });

  test("a failure tells API, code and log id, and nothing of the body", () => {
    const failure = classifyAnswer(
      answer(
        400,
        { code: 777, msg: "t-secret", error: { log_id: "2026\u001b[31mABC" } },
        { headers: { authorization: "t-secret" } },
      ),
    );
    expect(failure?.message).toContain(
      "[API contact/v3/users/find_by_department, HTTP 400, code 777, log id 202631mABC]",
    );
    expect(JSON.stringify(failure)).not.toContain("t-secret");
    expect(failure?.message).not.toContain("t-secret");
  });
});

test("every code is one of the contract's closed list", () => {
  for (const code of Object.keys(failureTexts)) expect(errors).toHaveProperty(code);
});

test("a refused page token is not tried again by itself; trouble on the way is", () => {
  expect(isWorthRetrying(new FeishuFailure("feishu_page_token_invalid"))).toBe(false);
  expect(isWorthRetrying(new FeishuFailure("feishu_timeout"))).toBe(true);
  expect(isWorthRetrying(new FeishuFailure("feishu_quota_exhausted"))).toBe(false);
});
