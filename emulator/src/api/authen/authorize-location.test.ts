import { expect, test } from "vitest";
import { withMembers } from "./authorize-location.ts";

test.each([
  ["http://a.example/cb", "http://a.example/cb?code=c&state=s"],
  ["http://a.example/cb?", "http://a.example/cb?code=c&state=s"],
  ["http://a.example/cb?x=1", "http://a.example/cb?x=1&code=c&state=s"],
  ["http://a.example/cb#/index", "http://a.example/cb?code=c&state=s#/index"],
  ["http://a.example/cb?x=1#y?z", "http://a.example/cb?x=1&code=c&state=s#y?z"],
])("%s gets the code and the state behind its query: %s", (address, location) => {
  expect(withMembers(address, { code: "c", state: "s" })).toBe(location);
});

test("a state that was not sent is not returned, an empty one is", () => {
  expect(withMembers("http://a.example/", { code: "c", state: undefined })).toBe("http://a.example/?code=c");
  expect(withMembers("http://a.example/", { code: "c", state: "" })).toBe("http://a.example/?code=c&state=");
});

test("nothing in an address or a state breaks out of the header", () => {
  const location = withMembers("http://a.example/路?x=\r\nset-cookie: y", { state: "a b&c=d\r\n🙂\ud800" });
  expect(location).toMatch(/^[\x21-\x7e]+$/);
  expect(new URL(location).searchParams.get("state")).toBe("a b&c=d\r\n🙂\ufffd");
});
