import { describe, expect, it } from "vitest";
import { safeReturnPath } from "./return-path.ts";

describe("the path after a sign-in", () => {
  it.each(["/", "/users?page=2#top", "/oidc/interaction/Ab_-1", "/portal"])("%s is kept", (path) => {
    expect(safeReturnPath(path)).toBe(path);
  });

  it.each([
    [undefined],
    [""],
    ["users"],
    ["//evil.example"],
    ["/\\evil.example"],
    ["/a\\b"],
    ["https://evil.example/"],
    ["javascript:alert(1)"],
    ["/\t/evil.example"],
    ["/\n"],
    ["/用户"],
    [`/${"a".repeat(2001)}`],
    ["/auth/feishu/start"],
    ["/sign-in/feishu"],
    ["/login?return=/x"],
    ["/workbench"],
  ])("%j becomes the start page", (path) => {
    expect(safeReturnPath(path)).toBe("/");
  });
});
