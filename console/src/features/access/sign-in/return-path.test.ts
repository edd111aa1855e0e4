import { expect, it } from "vitest";
import { clockOf, returnPath, tokenOf } from "./return-path.ts";

it.each([
  ["/users?status=active", "/users?status=active"],
  ["//evil.example/users", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/login?return=/login", "/"],
  [undefined, "/"],
])("after signing in at %s leads to %s", (asked, expected) => {
  expect(returnPath(asked)).toBe(expected);
});

it("reads a link's token, and the clock of a pause", () => {
  expect(tokenOf("#token=abc_-1")).toBe("abc_-1");
  expect(tokenOf("")).toBeNull();
  expect(clockOf(65)).toBe("1:05");
});
