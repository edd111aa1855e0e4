import fc from "fast-check";
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

/** RFC 4511 section 4.5.1.7 as it is written, over three attributes whose values are plain lower-case words. */
function reference(filter: Filter, values: Values): Verdict {
  switch (filter.kind) {
    case "and": {
      const parts = filter.parts.map((part) => reference(part, values));
      return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
    }
    case "or": {
      const parts = filter.parts.map((part) => reference(part, values));
      return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
    }
    case "not": {
      const part = reference(filter.part, values);
      return part === undefined ? undefined : !part;
    }
    case "present":
      return filter.attribute === "unknown" ? undefined : (values[filter.attribute] ?? []).length > 0;
    case "substrings": {
      if (filter.attribute === "unknown") return undefined;
      const pattern = [filter.initial ?? "", ...filter.any, filter.final ?? ""].join(".*");
      return (values[filter.attribute] ?? []).some((value) => new RegExp(`^${pattern}$`).test(value));
    }
    case "extensible":
      return undefined;
    default: {
      const { attribute, kind, value } = filter;
      if (attribute === "unknown") return undefined;
      const held = values[attribute] ?? [];
      if (kind === "atLeast") return held.some((one) => one >= value);
      if (kind === "atMost") return held.some((one) => one <= value);
      return held.includes(value);
    }
  }
}

const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 4 });
const attribute = fc.constantFrom("cn", "sn", "title", "unknown");
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ kind: fc.constant("present" as const), attribute }),
    fc.record({
      kind: fc.constantFrom("equal" as const, "approx" as const, "atLeast" as const, "atMost" as const),
      attribute,
      value: word,
    }),
    fc.record({
      kind: fc.constant("substrings" as const),
      attribute,
      initial: fc.option(word),
      any: fc.array(word, { minLength: 1, maxLength: 2 }),
      final: fc.option(word),
    }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      parts: fc.array(tie("filter"), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("not" as const), part: tie("filter") }),
  ),
}));
const values = fc.dictionary(fc.constantFrom("cn", "sn", "title"), fc.array(word, { maxLength: 3 }));

test("every filter means what the standard says", () => {
  fc.assert(
    fc.property(filter, values, (asked, held) => {
      expect(compileFilter(asked)(entryOf(held))).toBe(reference(asked, held));
    }),
    { numRuns: 2000 },
  );
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
