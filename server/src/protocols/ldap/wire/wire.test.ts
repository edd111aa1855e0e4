import fc from "fast-check";
import { expect, test } from "vitest";
import { writeFilter } from "../../../../test/support/ldap-frames.ts";
import type { Filter } from "../../../core/ldap/filter.ts";
import { selectAttributes } from "../../../core/ldap/select.ts";
import { BerReader } from "../../../platform/ldap-wire/ber-reader.ts";
import { BerWriter } from "../../../platform/ldap-wire/ber-writer.ts";
import { Framer } from "../../../platform/ldap-wire/framer.ts";
import { WireError } from "../../../platform/ldap-wire/wire-error.ts";
import { readFilter } from "./read-filter.ts";
import { makeLastSearch, readMessage } from "./read-message.ts";
import { writeLargeEntry } from "./write-large-entry.ts";
import { writeEntry } from "./write-message.ts";

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ""), "hex");
/** A search of `uid=a` below `dc=x` for one attribute, as ldapsearch sends it. */
const SEARCH = hex(
  "302a 020102 6325 0404 64633d78 0a0102 0a0100 020100 020100 010100 a308 0403 756964 0401 61 3004 0402 636e",
);

test("a search is read with everything it says", () => {
  const { id, request } = readMessage(SEARCH, makeLastSearch());
  expect(id).toBe(2);
  expect(request).toMatchObject({
    kind: "search",
    base: "dc=x",
    scope: "sub",
    filter: { kind: "equal", attribute: "uid", value: "a" },
    attributes: ["cn"],
  });
});

test.each([
  ["bind", "300c 020101 6007 020103 0400 8000", { kind: "bind", version: 3, name: "", password: "" }],
  ["SASL bind", "3015 020101 6010 020103 0400 a309 0405 504c41494e 0400", { kind: "bind", password: null }],
  ["unbind", "3005 020103 4200", { kind: "unbind" }],
  ["abandon", "3006 020104 500102", { kind: "abandon", messageId: 2 }],
  ["delete", "3009 020104 4a04 64633d78", { kind: "write", operation: "delete" }],
  ["add", "300d 020104 6808 0404 64633d78 3000", { kind: "write", operation: "add" }],
  ["modify", "300d 020104 6608 0404 64633d78 3000", { kind: "write", operation: "modify" }],
  [
    "compare",
    "3014 020104 6e0f 0404 64633d78 3007 0402 636e 0401 61",
    { kind: "compare", attribute: "cn", value: "a" },
  ],
  ["extended", "3008 020104 7703 8001 31", { kind: "extended", name: "1", value: null }],
])("%s is read", (_name, bytes, expected) => {
  expect(readMessage(hex(bytes), makeLastSearch()).request).toMatchObject(expected);
});

test.each([
  ["trailing bytes", "3006 020103 4200 00"],
  ["a length beyond its parent", "3005 020103 4201"],
  ["an indefinite length", "3080 020103 4200 0000"],
  ["an integer of five octets", "3009 0205 0100000000 4200"],
  ["a negative message ID", "3005 0201ff 4200"],
  ["an unknown operation", "3005 020103 4300"],
  ["a length of five octets", "30 85 0000000005 020103 4200"],
])("%s is refused", (_name, bytes) => {
  expect(() => readMessage(hex(bytes), makeLastSearch())).toThrow(WireError);
});

function nested(depth: number): Buffer {
  let inner: Buffer = hex("8702 636e");
  for (let level = 1; level < depth; level++) {
    const writer = new BerWriter();
    writer.octets(inner, 0xa2);
    inner = writer.take();
  }
  return inner;
}

test("a filter has at most 32 levels and 2,048 nodes", () => {
  expect(readFilter(new BerReader(nested(32))).kind).toBe("not");
  expect(() => readFilter(new BerReader(nested(33)))).toThrow(WireError);
  const wide = (count: number) => {
    const writer = new BerWriter();
    writer.start(0xa1);
    for (let at = 0; at < count; at++) writer.text("cn", 0x87);
    writer.end();
    return new BerReader(writer.take());
  };
  expect((readFilter(wide(2047)) as Extract<Filter, { parts: unknown }>).parts).toHaveLength(2047);
  expect(() => readFilter(wide(2048))).toThrow(WireError);
});

test("an entry is written with lengths of four octets, long texts and letters of every size", () => {
  const writer = new BerWriter();
  const values = ["a", "伟".repeat(50_000), "😀"];
  const asked = { selected: selectAttributes(["cn"]), typesOnly: false };
  writeEntry(writer, 300, "uid=李", { values: () => values }, asked);
  const reader = new BerReader(writer.take());
  reader.open(0x30);
  expect(reader.integer()).toBe(300);
  reader.open(0x64);
  expect(reader.text()).toBe("uid=李");
  reader.open(0x30);
  reader.open(0x30);
  expect(reader.text()).toBe("cn");
  reader.open(0x31);
  expect(values.map(() => reader.text())).toEqual(values);
  expect(writer.length).toBe(0);
});

const text = fc.string({ unit: "grapheme", maxLength: 60 }).filter((one) => one.isWellFormed());
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ kind: fc.constant("present" as const), attribute: text }),
    fc.record({
      kind: fc.constantFrom("equal" as const, "approx" as const, "atLeast" as const, "atMost" as const),
      attribute: text,
      value: text,
    }),
    fc.record({
      kind: fc.constant("substrings" as const),
      attribute: text,
      initial: fc.option(text),
      any: fc.array(text, { minLength: 1, maxLength: 3 }),
      final: fc.option(text),
    }),
    fc.record({
      kind: fc.constant("extensible" as const),
      rule: fc.option(text),
      attribute: text,
      value: text,
      dnAttributes: fc.boolean(),
    }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      parts: fc.array(tie("filter"), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("not" as const), part: tie("filter") }),
  ),
}));

test("every filter, text, number and octet string survives being written and read", () => {
  const octets = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(filter, text, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), octets, (asked, said, number, raw) => {
      const writer = new BerWriter();
      writer.start(0x30);
      writeFilter(writer, asked);
      writer.text(said);
      writer.integer(number);
      writer.octets(raw);
      writer.end();
      const reader = new BerReader(writer.take());
      const outer = reader.open(0x30);
      expect(readFilter(reader)).toEqual(asked);
      expect([reader.text(), reader.integer(), [...reader.octets()]]).toEqual([said, number, [...raw]]);
      reader.close(outer);
      expect(reader.atEnd).toBe(true);
    }),
    { numRuns: 500 },
  );
});

const searches = fc.array(
  fc.record({
    base: fc.constantFrom("dc=x", "dc=y", "ou=people,dc=x", ""),
    value: text,
    attributes: fc.constantFrom<readonly string[]>([], ["cn"], ["cn", "mail"], ["cn", "mai"], Array(300).fill("mail")),
  }),
  { maxLength: 12 },
);

function encode({ base, value, attributes }: { base: string; value: string; attributes: readonly string[] }): Buffer {
  const writer = new BerWriter();
  writer.start(0x30);
  writer.integer(1);
  writer.start(0x63);
  writer.text(base);
  for (const choice of [2, 0]) writer.enumerated(choice);
  for (const limit of [0, 0]) writer.integer(limit);
  writer.octets(Uint8Array.of(0), 0x01);
  writeFilter(writer, { kind: "equal", attribute: "uid", value });
  writer.start(0x30);
  for (const attribute of attributes) writer.text(attribute);
  writer.end();
  writer.end();
  writer.end();
  return writer.take();
}

test("searches in a row are read as each would be alone, wherever the stream is cut", () => {
  fc.assert(
    fc.property(searches, fc.infiniteStream(fc.integer({ min: 1, max: 400 })), (asked, sizes) => {
      const stream = Buffer.concat(asked.map(encode));
      const framer = new Framer();
      const lastSearch = makeLastSearch();
      const read: unknown[] = [];
      for (let at = 0; at < stream.length; ) {
        const size = sizes.next().value as number;
        framer.push(stream.subarray(at, at + size));
        at += size;
        for (let one = framer.next(65_536); one; one = framer.next(65_536)) {
          const { request } = readMessage(one, lastSearch);
          const { request: alone } = readMessage(Buffer.from(one), makeLastSearch());
          if (request.kind !== "search" || alone.kind !== "search")
            throw new Error("a search was read as something else");
          expect({ ...request, fingerprint: request.fingerprint() }).toEqual({
            ...alone,
            fingerprint: alone.fingerprint(),
          });
          const { base, attributes, filter: filtered } = request;
          read.push({ base, attributes, value: filtered.kind === "equal" ? filtered.value : null });
        }
      }
      expect(framer.isPartial).toBe(false);
      expect(read).toEqual(asked);
    }),
  );
});

test("20,000 random and mutated frames are read or refused, and nothing else happens", () => {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const originals = [SEARCH, hex("3014 020104 6e0f 0404 64633d78 3007 0402 636e 0401 61"), nested(20)];
  const lastSearch = makeLastSearch();
  let refused = 0;
  for (let round = 0; round < 20_000; round++) {
    const original = originals[round % originals.length] as Buffer;
    const frame =
      round % 4 === 0 ? Buffer.from(Array.from({ length: random(60) }, () => random(256))) : Buffer.from(original);
    for (let change = random(4); change >= 0 && frame.length > 0; change--) frame[random(frame.length)] = random(256);
    const framer = new Framer();
    try {
      framer.push(frame);
      for (let one = framer.next(65_536); one; one = framer.next(65_536)) readMessage(one, lastSearch);
    } catch (error) {
      expect(error).toBeInstanceOf(WireError);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(5_000);
});

test("an entry written piece by piece is the same bytes as one that is written at once, whatever its values", () => {
  const value = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.string({ unit: "binary", minLength: 35, maxLength: 50 }),
    fc.string({ unit: "grapheme-ascii", minLength: 120, maxLength: 135 }),
  );
  const selected = selectAttributes(["member", "cn", "mail"]);
  fc.assert(
    fc.property(
      fc.record({ member: fc.array(value, { maxLength: 300 }), cn: fc.array(value, { maxLength: 2 }) }),
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      value,
      fc.infiniteStream(fc.boolean()),
      (values, id, dn, pauses) => {
        const entry = { values: (name: string) => (values as Record<string, readonly string[]>)[name] ?? [] };
        const writer = new BerWriter();
        writeEntry(writer, id, dn, entry, { selected, typesOnly: false });
        const whole = writer.take();
        const pieces: Buffer[] = [];
        for (const { begun } of writeLargeEntry(writer, id, dn, entry, selected, () => pauses.next().value)) {
          pieces.push(writer.take());
          expect(pieces.some(({ length }) => length > 0)).toBe(begun);
        }
        pieces.push(writer.take());
        expect(Buffer.concat(pieces).equals(whole)).toBe(true);
      },
    ),
  );
});
