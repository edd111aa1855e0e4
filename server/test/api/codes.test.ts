import { type ErrorCode, isErrorCode } from "@larkbridge/contract";
import { describe, expect, it } from "vitest";
import { CONFIG_MISTAKE_CODES, CONFIG_WARNING_CODES } from "../../src/config/mistakes.ts";
import { type FeishuCode, failureTexts } from "../../src/connectors/feishu/failure-text.ts";
import type { GuardCode, IssueCode } from "../../src/core/sync/plan-types.ts";

/** Resolves to `never` when every code is listed; otherwise the missing ones stand in the compiler's message. */
type Unlisted = Exclude<IssueCode | GuardCode | FeishuCode, ErrorCode>;
const unlisted: [Unlisted] extends [never] ? [] : [Unlisted] = [];

describe("the closed list of error codes", () => {
  it("holds every code of the core, by the compiler's word", () => {
    expect(unlisted).toEqual([]);
  });

  it.each([...Object.keys(failureTexts), ...CONFIG_MISTAKE_CODES, ...CONFIG_WARNING_CODES])("holds %s", (code) => {
    expect(isErrorCode(code)).toBe(true);
  });
});
