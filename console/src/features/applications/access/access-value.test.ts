import { expect, it } from "vitest";
import { admitsNobody, EVERYONE, toAccessChange, withEntry, withoutEntry } from "./access-value.ts";

const department = { id: "d1", name: "R&D", subtree: true };

it("adds nobody twice, and takes out by id", () => {
  expect(withEntry([department], { ...department, subtree: false })).toEqual([department]);
  expect(withEntry([], department)).toEqual([department]);
  expect(withoutEntry([department], "d1")).toEqual([]);
});

it("knows when nobody is admitted", () => {
  expect(admitsNobody(EVERYONE)).toBe(false);
  expect(admitsNobody({ ...EVERYONE, everyone: false })).toBe(true);
  expect(admitsNobody({ ...EVERYONE, everyone: false, departments: [department] })).toBe(false);
});

it("sends ids, and whether a department counts with those below it", () => {
  const users = [{ id: "u1", name: "Shen Yan", username: "shen.yan" }];
  expect(
    toAccessChange({ everyone: false, users, groups: [{ id: "g1", name: "Ops" }], departments: [department] }),
  ).toEqual({ everyone: false, users: ["u1"], groups: ["g1"], departments: [{ id: "d1", subtree: true }] });
});
