import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONTROL, DATA, decodeFrame, encodeFrame, FrameMistake } from "./frame.ts";

const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const PING = "08001000180720002a0c0a0474797065120470696e67";
const PONG = "08001000180720002a0c0a0474797065120470" + "6f6e6742137b2250696e67496e74657276616c223a39307d";

const EMPTY = { seqId: 0, logId: 0, service: 0, method: CONTROL, headers: {}, payload: new Uint8Array() };

describe("a frame of the long connection", () => {
  test("is written as the published vectors, zeros included", () => {
    const ping = { seqId: 0, logId: 0, service: 7, method: CONTROL, headers: { type: "ping" }, payload: hex("") };
    expect(Buffer.from(encodeFrame(ping)).toString("hex")).toBe(PING);
    const payload = Buffer.from('{"PingInterval":90}');
    const pong = { ...ping, headers: { type: "pong" }, payload };
    expect(Buffer.from(encodeFrame(pong)).toString("hex")).toBe(PONG);
  });

  test("is read back as it was written, whatever it holds", () => {
    const frames = fc.record({
      seqId: fc.nat(),
      logId: fc.maxSafeNat(),
      service: fc.nat({ max: 0x7fffffff }),
      method: fc.constantFrom(CONTROL, DATA),
      headers: fc.dictionary(fc.string({ minLength: 1, unit: "grapheme" }), fc.string({ unit: "grapheme" }), {
        noNullPrototype: true,
      }),
      payload: fc.uint8Array({ maxLength: 300 }),
    });
    fc.assert(
      fc.property(frames, (frame) => {
        const read = decodeFrame(encodeFrame(frame));
        expect({ ...read, payload: [...read.payload] }).toEqual({ ...frame, payload: [...frame.payload] });
      }),
      { numRuns: 200, examples: [[{ ...EMPTY, headers: Object.fromEntries([["__proto__", "x"]]) }]] },
    );
  });

  test.each([
    ["no required fields", "2a0c0a0474797065120470696e67"],
    ["cut off", PING.slice(0, -4)],
    ["no protobuf", "ffffffffffffffffffffff"],
    ["a method nobody knows", PING.replace("2000", "2005")],
  ])("is refused when it is %s", (_, text) => {
    expect(() => decodeFrame(hex(text))).toThrow(FrameMistake);
  });

  test("never makes the reader fail in another way", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          decodeFrame(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FrameMistake);
        }
      }),
    );
  });
});
