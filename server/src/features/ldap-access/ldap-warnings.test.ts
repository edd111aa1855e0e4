import { expect, test } from "vitest";
import { takesClearText } from "./ldap-warnings.ts";

test.each([
  ["127.0.0.1", false, false],
  ["127.8.9.10", false, false],
  ["::1", false, false],
  ["localhost", false, false],
  ["0.0.0.0", false, true],
  ["::", false, true],
  ["192.168.1.10", false, true],
  ["2001:db8::1", false, true],
  ["ldap.example.com", false, true],
  ["0.0.0.0", true, false],
])(
  "listening on %s with TLS required: %s lets passwords come from elsewhere in clear text: %s",
  (host, requireTls, expected) => {
    expect(takesClearText({ host, requireTls })).toBe(expected);
  },
);
