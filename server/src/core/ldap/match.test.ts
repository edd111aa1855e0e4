import { expect, test } from "vitest";
import type { Filter } from "./filter.ts";
import { compileFilter, type MatchedEntry, type Verdict } from "./match.ts";

type Values = Readonly<Record<string, readonly string[]>>;
const entryOf = (values: Values): MatchedEntry => ({
  values: (name) => values[name] ?? [],
  holds: () => undefined,
  nameParts: () => [
    { type: "uid", value: "li.wei" },
    { type: "ou", value: "people" },
  ],
});

const equal = (name: string, value: string): Filter => ({ kind: "equal", attribute: name, value });
test.each<[string, Filter, Values, Verdict]>([
  ["case and blanks do not matter", equal("CN", " Li  WEI "), { cn: ["li wei"] }, true],
  ["an alias is the same attribute", equal("rfc822Mailbox", "A@x"), { mail: ["a@X"] }, true],
  ["names compare as names", equal("member", "UID=A, ou=P"), { member: ["uid=a,ou=p"] }, true],
  ["what is no number is Undefined", equal("uidNumber", "x"), { uidNumber: ["7"] }, undefined],
  ["numbers compare as numbers", equal("uidNumber", "007"), { uidNumber: ["7"] }, true],
  ["numbers are ordered by size", { kind: "atLeast", attribute: "uidNumber", value: "9" }, { uidNumber: ["10"] }, true],
  [
    "times are ordered whatever their zone",
    { kind: "atLeast", attribute: "modifyTimestamp", value: "20260101080000+0800" },
    { modifyTimestamp: ["20260101000000Z"] },
    true,
  ],
  [
    "a time at the turn of a leap year moves to the right day",
    equal("modifyTimestamp", "202403010030+0100"),
    { modifyTimestamp: ["20240229233000Z"] },
    true,
  ],
  [
    "order on names is Undefined",
    { kind: "atLeast", attribute: "member", value: "cn=a" },
    { member: ["cn=a"] },
    undefined,
  ],
  [
    "a rule may be named",
    { kind: "extensible", rule: "caseIgnoreMatch", attribute: "uid", value: "LI", dnAttributes: false },
    { uid: ["li"] },
    true,
  ],
  [
    "a rule nobody knows is Undefined",
    { kind: "extensible", rule: "1.2.3", attribute: "uid", value: "LI", dnAttributes: false },
    { uid: ["li"] },
    undefined,
  ],
  [
    "parts of the name count when asked",
    { kind: "extensible", rule: null, attribute: "ou", value: "People", dnAttributes: true },
    {},
    true,
  ],
  ["no part at all is true for and", { kind: "and", parts: [] }, {}, true],
  ["no part at all is false for or", { kind: "or", parts: [] }, {}, false],
])("%s", (_name, asked, held, verdict) => {
  expect(compileFilter(asked)(entryOf(held))).toBe(verdict);
});
