import { expect, it } from "vitest";
import { diffOf } from "./field-diff.ts";

it("tells what differs, field by field, and nothing else", () => {
  const before = { name: "Ann", nickname: "", guard: { percent: 5, minimum: 5 }, departments: ["a"] };
  const after = { name: "Ann", nickname: "A", guard: { percent: 9, minimum: 5 }, departments: [] };
  expect(diffOf(before, after)).toEqual([
    { field: "nickname", before: null, after: "A" },
    { field: "guard.percent", before: "5", after: "9" },
    { field: "departments", before: "a", after: null },
  ]);
});

it("takes what was not there before as empty", () => {
  expect(diffOf(null, { name: "Ann", email: null })).toEqual([{ field: "name", before: null, after: "Ann" }]);
  expect(diffOf(null, null)).toEqual([]);
});
