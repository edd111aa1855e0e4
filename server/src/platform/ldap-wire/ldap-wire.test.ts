import fc from "fast-check";
import { expect, test } from "vitest";
import { BerReader } from "./ber-reader.ts";
import { BerWriter } from "./ber-writer.ts";
import { Framer } from "./framer.ts";
import { WireError } from "./wire-error.ts";
import { WordTable } from "./word-table.ts";

function messageOf(id: number): Buffer {
  const writer = new BerWriter();
  writer.start(0x30);
  writer.integer(id);
  writer.text("x".repeat(id));
  writer.end();
  return writer.take();
}

test("frames are found however the stream is cut", () => {
  const sent = [messageOf(0), messageOf(50), messageOf(700)];
  const stream = Buffer.concat(sent);
  for (const size of [1, 2, 7, 40, 1000]) {
    const framer = new Framer();
    const frames: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) {
      framer.push(stream.subarray(at, at + size));
      for (let frame = framer.next(1000); frame; frame = framer.next(1000)) frames.push(frame);
    }
    expect(frames).toEqual(sent);
    expect(framer.isPartial).toBe(false);
  }
});

test("a frame that will be too large is refused when its length is known", () => {
  const framer = new Framer();
  framer.push(Buffer.from("30847fffffff", "hex"));
  expect(() => framer.next(65_536)).toThrow(WireError);
});

test("words are what they are read as alone, whatever was read before them", () => {
  const alike = fc.constantFrom(
    "cn",
    "cn\0",
    "can",
    "con",
    "cön",
    "Cn",
    "",
    "c".repeat(64),
    "c".repeat(65),
    `c${"x".repeat(300)}n`,
  );
  const words = fc.array(fc.oneof(alike, fc.string({ unit: "grapheme", maxLength: 8 })), { maxLength: 40 });
  fc.assert(
    fc.property(words, (list) => {
      const table = new WordTable((octets) => octets.toString("utf8").toLowerCase());
      const writer = new BerWriter();
      for (const word of list) writer.text(word);
      const reader = new BerReader(writer.take());
      for (const word of list) expect(reader.word(table)).toBe(Buffer.from(word).toString("utf8").toLowerCase());
      expect(reader.atEnd).toBe(true);
    }),
    { numRuns: 500 },
  );
});
