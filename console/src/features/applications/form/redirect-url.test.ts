import { expect, it } from "vitest";
import { addressProblem, filledUrls, redirectProblem } from "./redirect-url.ts";

it.each([
  ["https://git.example.com/users/auth/openid_connect/callback", "web", null],
  [" https://git.example.com/cb ", "web", null],
  ["http://localhost:3000/cb", "web", null],
  ["http://127.0.0.1/cb", "public", null],
  ["http://[::1]:8080/cb", "public", null],
  ["http://git.example.com/cb", "web", "insecure"],
  ["http://localhost.evil.example/cb", "web", "insecure"],
  ["https://git.example.com/cb#here", "web", "fragment"],
  ["https://git.example.com/cb#", "web", "fragment"],
  ["https://me:secret@git.example.com/cb", "web", "user"],
  ["com.example.app:/callback", "public", null],
  ["com.example.app:/callback", "web", "scheme"],
  ["javascript:alert(1)", "public", "scheme"],
  ["git.example.com/cb", "web", "unreadable"],
  ["https://git.example.com/a b", "web", "blank"],
] as const)("%s of a %s application: %s", (url, kind, problem) => {
  expect(redirectProblem(url, kind)).toBe(problem);
});

it.each([
  ["https://git.example.com", null],
  ["http://grafana:3000", null],
  ["ftp://git.example.com", "unreadable"],
  ["git", "unreadable"],
])("the address %s: %s", (url, problem) => {
  expect(addressProblem(url)).toBe(problem);
});

it("takes what was filled in, each once", () => {
  expect(filledUrls([" https://a.example ", "", undefined, "https://a.example"])).toEqual(["https://a.example"]);
  expect(filledUrls(undefined)).toEqual([]);
});
