import { expect, it } from "vitest";
import { clockOf, feishuStart, isServerPath, returnPath, tokenOf } from "./return-path.ts";

it.each([
  ["/users?status=active", "/users?status=active"],
  ["/oidc/interaction/Ab_-1?x=1", "/oidc/interaction/Ab_-1?x=1"],
  ["/workbench?to=/users", "/workbench?to=/users"],
  ["//evil.example/users", "/"],
  ["//evil.example/oidc/interaction", "/"],
  ["/\\evil.example", "/"],
  ["/oidc\\..\\..\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["https:/oidc/auth", "/"],
  ["/\t/evil.example", "/"],
  ["/\n/evil.example", "/"],
  [" //evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/login?return=/login", "/"],
  ["/sign-in/feishu", "/"],
  [["/users"], "/"],
  [undefined, "/"],
])("after signing in at %j leads to %s", (asked, expected) => {
  expect(returnPath(asked)).toBe(expected);
});

it.each(["/users", "/oidc/a?b=//c", "/auth/feishu/start?return_to=%2F", "/workbench", "/登录"])(
  "%s never leaves this server, wherever a browser goes with it",
  (asked) => {
    expect(new URL(returnPath(asked), "https://id.example.com").origin).toBe("https://id.example.com");
  },
);

it.each([
  ["/oidc/interaction/Ab_-1", true],
  ["/auth/feishu/start?x=1", true],
  ["/workbench", true],
  ["/workbench?to=/", true],
  ["/oidc-guide", false],
  ["/users?to=/oidc/x", false],
  ["/", false],
])("the server answers %s itself: %s", (path, expected) => {
  expect(isServerPath(path)).toBe(expected);
});

it("begins a sign-in with Feishu that comes back, also to a page whose address holds Chinese", () => {
  expect(feishuStart("/users?search=a&page=2")).toBe("/auth/feishu/start?return_to=%2Fusers%3Fsearch%3Da%26page%3D2");
  expect(feishuStart("/me", "link")).toBe("/auth/feishu/start?purpose=link&return_to=%2Fme");
  const returned = new URLSearchParams(feishuStart("/users?search=沈").split("?")[1]).get("return_to");
  expect(returned).toBe("/users?search=%E6%B2%88");
});

it("reads a link's token, and the clock of a pause", () => {
  expect(tokenOf("#token=abc_-1")).toBe("abc_-1");
  expect(tokenOf("")).toBeNull();
  expect(clockOf(65)).toBe("1:05");
});
