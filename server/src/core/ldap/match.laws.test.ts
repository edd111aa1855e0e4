import fc from "fast-check";
import { expect, test } from "vitest";
import type { Filter } from "./filter.ts";
import { compileFilter, type Verdict } from "./match.ts";

/**
 * The meaning of filters (RFC 4511 section 4.5.1.7) without any matching of ours: entries and filters are made of values that are
 * plain numbers here, and are written as text in one of the many ways LDAP takes for the same. The reference compares the numbers.
 */
const RUNS = { numRuns: Number(process.env["LARKBRIDGE_TEST_RUNS"] ?? 2_000) };

/** Value number n of an attribute in one of its spellings. */
interface Attribute {
  readonly name: string;
  readonly values: number;
  readonly write: (value: number, spelling: number) => string;
  /** Whether `>=` and `<=` mean something; numbers are in order. */
  readonly isOrdered: boolean;
}

const pick = (forms: readonly string[], spelling: number) => forms[spelling % forms.length] as string;
const WORDS = ["anna", "bob li", "carol li", "wei 伟"];
const word = (value: number, spelling: number) => {
  const text = WORDS[value] as string;
  return pick(
    [text, text.toUpperCase(), `  ${text} `, text.replace(" ", "   "), text[0]?.toUpperCase() + text.slice(1)],
    spelling,
  );
};
/** In another order as text. */
const NUMBERS = [9, 10, 100, 2000];
const HOURS = ["2024022823", "2024022900", "2024022923", "2024030100"];
const attributes: readonly Attribute[] = [
  { name: "cn", values: 4, write: word, isOrdered: true },
  { name: "title", values: 4, write: word, isOrdered: true },
  {
    name: "uidNumber",
    values: 4,
    isOrdered: true,
    write: (value, spelling) => `${pick(["", "0", " ", "000"], spelling)}${NUMBERS[value]}`,
  },
  {
    name: "modifyTimestamp",
    values: 4,
    isOrdered: true,
    write(value, spelling) {
      const zoned = ["202402290730+0830", "20240229080000+0800", "20240301070000+0800", "20240229190000-0500"];
      return pick(
        [`${HOURS[value]}Z`, `${HOURS[value]}00Z`, `${HOURS[value]}0000.000Z`, zoned[value] as string],
        spelling,
      );
    },
  },
  {
    name: "manager",
    values: 3,
    isOrdered: false,
    write: (value, spelling) =>
      pick(
        [
          ["uid=a,dc=x", "UID=A, DC=X", "uid=\\61,dc=x", "0.9.2342.19200300.100.1.1=a;dc=X"],
          ["uid=a\\,b,dc=x", "uid=a\\2Cb,dc=x", 'uid="a,b",dc=x'],
          ["cn=a+ou=b,dc=x", "OU=b + CN=a,dc=x"],
        ][value] as string[],
        spelling,
      ),
  },
];

type Entry = Readonly<Record<string, readonly { readonly value: number; readonly spelling: number }[]>>;
/** A filter with what it means for an entry. */
interface Meant {
  readonly filter: Filter;
  readonly means: (entry: Entry) => Verdict;
}

const spelling = fc.nat(4);
const held = (attribute: Attribute) =>
  fc.array(fc.record({ value: fc.nat(attribute.values - 1), spelling }), { maxLength: 3 });
const entry: fc.Arbitrary<Entry> = fc.record(Object.fromEntries(attributes.map((one) => [one.name, held(one)])));

const comparison = fc
  .record({
    attribute: fc.constantFrom(...attributes),
    at: fc.nat(),
    spelling,
    kind: fc.constantFrom("equal", "approx", "atLeast", "atMost", "rule"),
  })
  .map(({ attribute, at, spelling: how, kind }): Meant => {
    const { name, isOrdered } = attribute;
    const asked = at % attribute.values;
    const value = attribute.write(asked, how);
    if (kind === "rule")
      return {
        filter: { kind: "extensible", rule: null, attribute: name, value, dnAttributes: false },
        means: (of) => (of[name] ?? []).some((one) => one.value === asked),
      };
    const holds = (of: number) => (kind === "atLeast" ? of >= asked : kind === "atMost" ? of <= asked : of === asked);
    const isUndefined = (kind === "atLeast" || kind === "atMost") && !isOrdered;
    return {
      filter: { kind: kind as "equal", attribute: name, value },
      means: (of) => (isUndefined ? undefined : (of[name] ?? []).some((one) => holds(one.value))),
    };
  });

const present = fc.constantFrom(...attributes).map(
  ({ name }): Meant => ({
    filter: { kind: "present", attribute: name },
    means: (of) => (of[name] ?? []).length > 0,
  }),
);

/** Pieces cut out of a word, so that they are found in it; which other words hold them is looked up in the plain words. */
const substrings = fc
  .record({ of: fc.nat(3), from: fc.nat(3), to: fc.nat(3), ends: fc.nat(3), upper: fc.boolean() })
  .map(({ of, from, to, ends, upper }): Meant => {
    const text = (WORDS[of] as string).replaceAll(" ", "");
    const piece = text.slice(from % text.length).slice(0, 1 + to) || "a";
    const said = upper ? piece.toUpperCase() : piece;
    const filter: Filter = {
      kind: "substrings",
      attribute: "cn",
      initial: ends === 1 ? said : null,
      any: ends === 0 || ends === 3 ? [said] : [],
      final: ends === 2 ? said : null,
    };
    const found = (word: string) => {
      if (ends === 1) return word.startsWith(piece);
      if (ends === 2) return word.endsWith(piece);
      return word.split(piece).length > 1;
    };
    return { filter, means: (one) => (one["cn"] ?? []).some(({ value }) => found(WORDS[value] as string)) };
  });

const unknown = fc
  .constantFrom<Filter>(
    { kind: "equal", attribute: "nonsense", value: "x" },
    { kind: "present", attribute: "nonsense" },
    { kind: "atLeast", attribute: "uidNumber", value: "no number" },
    { kind: "equal", attribute: "modifyTimestamp", value: "yesterday" },
    { kind: "equal", attribute: "manager", value: "no name" },
    { kind: "substrings", attribute: "manager", initial: "uid", any: [], final: null },
    { kind: "extensible", rule: "1.2.3", attribute: "cn", value: "anna", dnAttributes: false },
  )
  .map((filter): Meant => ({ filter, means: () => undefined }));

/** Three-valued logic by its truth tables: False < Undefined < True; and is the least, or the greatest. */
const LEVEL = { false: 0, undefined: 1, true: 2 } as const;
const levelOf = (verdict: Verdict) => LEVEL[String(verdict) as keyof typeof LEVEL];
const verdictOf = (level: number): Verdict => [false, undefined, true][level];

const { meant } = fc.letrec<{ meant: Meant }>((tie) => ({
  meant: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 4, arbitrary: comparison },
    present,
    substrings,
    unknown,
    fc.record({ isAnd: fc.boolean(), parts: fc.array(tie("meant"), { maxLength: 4 }) }).map(
      ({ isAnd, parts }): Meant => ({
        filter: { kind: isAnd ? "and" : "or", parts: parts.map(({ filter }) => filter) },
        means(of) {
          const levels = parts.map(({ means }) => levelOf(means(of)));
          return verdictOf(isAnd ? Math.min(2, ...levels) : Math.max(0, ...levels));
        },
      }),
    ),
    tie("meant").map(
      (part): Meant => ({
        filter: { kind: "not", part: part.filter },
        means: (of) => verdictOf(2 - levelOf(part.means(of))),
      }),
    ),
  ),
}));

test("every filter means what the standard says, however its values are written", () => {
  fc.assert(
    fc.property(meant, entry, ({ filter, means }, of) => {
      const written = (name: string) => {
        const attribute = attributes.find((one) => one.name === name);
        return (of[name] ?? []).map((one) => attribute?.write(one.value, one.spelling) ?? "");
      };
      const verdict = compileFilter(filter)({ values: written, holds: () => undefined, nameParts: () => [] });
      expect(verdict).toBe(means(of));
    }),
    RUNS,
  );
});

test("the generated worlds hold every verdict many times", () => {
  const seen = fc.sample(fc.tuple(meant, entry), { numRuns: 1_000, seed: 1 }).map(([{ means }, of]) => means(of));
  for (const verdict of [true, false, undefined])
    expect(seen.filter((one) => one === verdict).length).toBeGreaterThan(100);
});
