import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTROL, DATA, decodeFrame, FrameMalformed, pingFrame, replyTo } from "./frame.ts";

const hex = (text: string) => Buffer.from(text, "hex");
const PING = "08001000180720002a0c0a0474797065120470696e67";
const PONG = "08001000180720002a0c0a04747970651204706f6e6742137b2250696e67496e74657276616c223a39307d";

describe("a frame of the long connection", () => {
  it("is written and read as the published vectors", () => {
    expect(pingFrame(7).toString("hex")).toBe(PING);
    expect(decodeFrame(hex(PONG))).toMatchObject({ method: CONTROL, headers: { type: "pong" } });
    expect(decodeFrame(hex(PONG)).payload.toString()).toBe('{"PingInterval":90}');
  });

  it("is answered with the very bytes it came as: numbers beyond 53 bits and fields nobody knows", () => {
    const numbers = hex("08ffffffffffffffffff01" + "10ffffffffffffffff7f" + "1807" + "2001");
    const header = hex("2a0f0a0a6d6573736167655f6964120131");
    const unknown = hex("4a0161" + "7a0162" + "8101" + "0102030405060708" + "8501" + "01020304");
    const bizRt = hex("2a0b0a0662697a5f7274120133");
    const came = Buffer.concat([numbers, header, hex("4203616263"), unknown]);
    const frame = decodeFrame(came);
    expect(frame).toMatchObject({ method: DATA, headers: { message_id: "1" }, payload: Buffer.from("abc") });
    const reply = replyTo(frame, ["biz_rt", "3"], Buffer.from("{}"));
    expect(reply).toEqual(Buffer.concat([numbers, header, bizRt, hex("42027b7d"), unknown]));
    expect(decodeFrame(reply)).toMatchObject({ headers: { message_id: "1", biz_rt: "3" }, payload: Buffer.from("{}") });
  });

  it.each([
    ["has none of the required fields", "2a0c0a0474797065120470696e67"],
    ["is cut off", PING.slice(0, -4)],
    ["has a number without an end", "ffffffffffffffffffffff"],
    ["has a wire type of old", "0b"],
  ])("that %s is none", (_, text) => {
    expect(() => decodeFrame(hex(text))).toThrow(FrameMalformed);
  });

  it("never makes the reader fail in another way", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          decodeFrame(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(FrameMalformed);
        }
      }),
    );
  });
});
