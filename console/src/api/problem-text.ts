import type { TFunction } from "i18next";
import { ApiProblem, type FieldProblem } from "./problem.ts";

/** A failure in the reader's language: what happened, and what to do. */
export interface ProblemText {
  readonly title: string;
  readonly cure: string;
}

/** Words for any failure. `t` may be of any namespace; the codes live in `problems`. A bug in the console reads as one. */
export function problemText(t: TFunction, problem: unknown): ProblemText {
  const code = problem instanceof ApiProblem ? problem.code : "console_failed";
  return {
    title: t(`problems:${code}.title`),
    cure: t(`problems:${code}.cure`),
  };
}

/** Words for a code that stands in a run, a plan or a reason. */
export function codeText(t: TFunction, code: string): ProblemText {
  return {
    title: t(`problems:${code}.title`, { defaultValue: code }),
    cure: t(`problems:${code}.cure`, { defaultValue: "" }),
  };
}

/** For antd's `form.setFields`: what the server found wrong, beside the field it belongs to. */
export function fieldErrors(t: TFunction, problem: ApiProblem): { name: string[]; errors: string[] }[] {
  return problem.errors
    .filter((error) => error.in === "body")
    .map((error) => ({ name: error.path.split(".").filter(Boolean), errors: [ruleText(t, error)] }));
}

/** What a broken rule asks for, in the reader's language. */
function ruleText(t: TFunction, { rule, limit }: FieldProblem): string {
  const known = rule !== undefined && RULES.has(rule) ? rule : "other";
  const counted = limit === undefined ? known : `${known}_limit`;
  return t(`problems:rule.${RULES.has(counted) ? counted : known}`, { limit });
}

const RULES = new Set(["too_small", "too_small_limit", "too_big", "too_big_limit", "invalid_type", "invalid_format"]);
