import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeFilterValue, parseFilter } from "./filter-text.ts";

describe("a filter as people write it", () => {
  const equal = (attribute: string, value: string) => ({ kind: "equal", attribute, value }) as const;
  test.each([
    ["(uid=li.wei)", equal("uid", "li.wei")],
    ["uid=li.wei", equal("uid", "li.wei")],
    ["(cn=李\\e4\\bc\\9f \\28x\\29)", equal("cn", "李伟 (x)")],
    ["(cn=100% \\5c)", equal("cn", "100% \\")],
    ["(uid=*)", { kind: "present", attribute: "uid" }],
    ["(cn=**)", { kind: "present", attribute: "cn" }],
    ["(cn=a*b*c)", { kind: "substrings", attribute: "cn", initial: "a", any: ["b"], final: "c" }],
    ["(cn=*\\2a*)", { kind: "substrings", attribute: "cn", initial: null, any: ["*"], final: null }],
    ["(uidNumber>=100)", { kind: "atLeast", attribute: "uidNumber", value: "100" }],
    ["(uidNumber<=100)", { kind: "atMost", attribute: "uidNumber", value: "100" }],
    ["(sn~=x)", { kind: "approx", attribute: "sn", value: "x" }],
    ["(&)", { kind: "and", parts: [] }],
    [
      "(& (objectClass=person) (|(uid=a)(mail=a)) (!(uid=b)) )",
      {
        kind: "and",
        parts: [
          equal("objectClass", "person"),
          { kind: "or", parts: [equal("uid", "a"), equal("mail", "a")] },
          { kind: "not", part: equal("uid", "b") },
        ],
      },
    ],
    [
      "(memberOf:1.2.840.113556.1.4.1941:=cn=grp-x,ou=groups,dc=x)",
      {
        kind: "extensible",
        attribute: "memberOf",
        rule: "1.2.840.113556.1.4.1941",
        value: "cn=grp-x,ou=groups,dc=x",
        dnAttributes: false,
      },
    ],
    ["(:dn:2.5.13.2:=x)", { kind: "extensible", attribute: null, rule: "2.5.13.2", value: "x", dnAttributes: true }],
  ])("%s", (text, filter) => {
    expect(parseFilter(text)).toEqual(filter);
  });

  test.each([
    "",
    "()",
    "(uid=a",
    "(uid=a))",
    "(uid=a)(uid=b)",
    "(&(uid=a)uid=b)",
    "(uid=a(b)",
    "(uid=\\zz)",
    "(uid=\\e4)",
    "(!uid=a)",
    "(=x)",
    "(:=x)",
    "(uid)",
    `${"(!".repeat(40)}(uid=a)${")".repeat(40)}`,
  ])("%s is none", (text) => {
    expect(parseFilter(text)).toBeUndefined();
  });

  test("any value stands for itself once it is escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        expect(parseFilter(`(uid=${escapeFilterValue(value)})`)).toEqual(equal("uid", value));
      }),
    );
  });
});
