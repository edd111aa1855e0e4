import type { TFunction } from "i18next";
import { expect, it } from "vitest";
import { ApiProblem } from "./problem.ts";
import { fieldErrors } from "./problem-text.ts";

/** Shows the key and what it is filled with. */
const t = ((key: string, values: { limit?: number }) => `${key} ${values.limit ?? ""}`.trim()) as unknown as TFunction;

it("sets each broken rule beside the field of the body it belongs to", () => {
  const problem = new ApiProblem({
    code: "validation_failed",
    errors: [
      { in: "body", path: "password", message: "Too small", rule: "too_small", limit: 8 },
      { in: "body", path: "schedule.at", message: "Invalid", rule: "invalid_format" },
      { in: "body", path: "name", message: "?", rule: "custom" },
      { in: "query", path: "limit", message: "Too big", rule: "too_big", limit: 200 },
    ],
  });
  expect(fieldErrors(t, problem)).toEqual([
    { name: ["password"], errors: ["problems:rule.too_small_limit 8"] },
    { name: ["schedule", "at"], errors: ["problems:rule.invalid_format"] },
    { name: ["name"], errors: ["problems:rule.other"] },
  ]);
});
