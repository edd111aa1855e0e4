import fc from "fast-check";
import { expect, test } from "vitest";
import { dnKey, escapeDnValue, keyOfDn, parseDn, renderDn } from "./dn.ts";

const value = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  fc.constantFrom("a,b", "x+y", 'q"q', "#x", "北京 R&D (1)", "a/b", " lead", "trail ", "\\", "a\0b", " ", "  "),
);
const dn = fc.array(
  fc.array(fc.record({ type: fc.constantFrom("cn", "ou", "uid", "DC"), value }), { minLength: 1, maxLength: 2 }),
  { minLength: 1, maxLength: 5 },
);

test("every name survives being written and read", () => {
  fc.assert(
    fc.property(dn, (name) => {
      expect(parseDn(renderDn(name))).toEqual(name);
    }),
  );
});

test("the key of a name is the key of its key", () => {
  fc.assert(
    fc.property(dn, (name) => {
      expect(keyOfDn(dnKey(name))).toBe(dnKey(name));
    }),
  );
});

test.each([
  ["UID=Li.Wei, OU=People ,dc=Example", "uid=li.wei,ou=people,dc=example"],
  ["ou=a\\2Cb,dc=x", "ou=a\\,b,dc=x"],
  ["cn=\\E4\\BC\\9F", "cn=伟"],
  ["cn=a   b", "cn=A B"],
  ["2.5.4.3=x", "commonName=X"],
  ['cn="a,b"', "cn=a\\,b"],
  ["cn=a;dc=x", "cn=a,dc=x"],
  ["cn=b+ou=a", "ou=a+cn=b"],
])("%s and %s are one name", (a, b) => {
  expect(keyOfDn(a)).toBe(keyOfDn(b));
  expect(keyOfDn(a)).toBeDefined();
});

test.each(["nope", "=x", "cn", "cn=a,", "cn=a,,dc=x", "cn=a\\", "cn=<a>", "c n=a", 'cn="a', "cn=a\\zz"])(
  "%s is no name",
  (text) => {
    expect(parseDn(text)).toBeUndefined();
  },
);

test("what RFC 4514 says must be escaped is", () => {
  expect(escapeDnValue(' #,+"\\<>;=\0 ')).toBe('\\ #\\,\\+\\"\\\\\\<\\>\\;\\=\\00\\ ');
  expect(escapeDnValue("#x")).toBe("\\#x");
});
