import { expect, it } from "vitest";
import { isLoopback } from "./loopback.ts";

it.each([
  ["127.0.0.1", true],
  ["127.8.0.3", true],
  ["::1", true],
  ["localhost", true],
  ["10.0.0.1", false],
  ["0.0.0.0", false],
  ["ldap.example.com", false],
])("%s: reached from this machine only is %s", (host, only) => {
  expect(isLoopback(host)).toBe(only);
});
