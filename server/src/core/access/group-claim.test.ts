import { expect, test } from "vitest";
import { groupClaim } from "./group-claim.ts";

test("a person is told as a member of their groups, their departments and everything above", () => {
  expect(groupClaim(["登山队"], [["研发部", "平台组", "存储"], ["市场部"]])).toEqual([
    "市场部",
    "登山队",
    "研发部",
    "研发部/平台组",
    "研发部/平台组/存储",
  ]);
});

test("what is reached twice is told once", () => {
  expect(groupClaim(["A", "A"], [["A", "B"], ["A", "C"], ["A"]])).toEqual(["A", "A/B", "A/C"]);
});

test("a department named like a path is not the department at that path", () => {
  expect(groupClaim([], [["A/B"]])).toEqual(["A\\/B"]);
  expect(groupClaim([], [["A\\", "B"]])).toEqual(["A\\\\", "A\\\\/B"]);
});

test("names of any script come out as they are", () => {
  expect(groupClaim(["🧗‍♀️ Zoë O’Hara"], [["👩‍💻"]])).toEqual(["👩‍💻", "🧗‍♀️ Zoë O’Hara"]);
  expect(groupClaim([], [])).toEqual([]);
});
