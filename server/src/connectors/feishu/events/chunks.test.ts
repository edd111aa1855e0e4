import fc from "fast-check";
import { expect, it } from "vitest";
import { makeChunkJoiner } from "./chunks.ts";
import { MAX_ENVELOPE_BYTES } from "./envelope.ts";

const chunk = (seq: number, sum: number, text = "x", messageId = "m") => ({
  messageId,
  sum,
  seq,
  bytes: Buffer.from(text),
});

it("a payload in pieces is joined in whatever order, however often a piece comes, and whatever comes between", () => {
  const pieces = fc
    .array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 2, maxLength: 8 })
    .chain((texts) =>
      fc.record({
        texts: fc.constant(texts),
        order: fc.shuffledSubarray([...texts.keys()], { minLength: texts.length }),
        again: fc.nat({ max: texts.length - 1 }),
      }),
    );
  fc.assert(
    fc.property(pieces, ({ texts, order, again }) => {
      const joiner = makeChunkJoiner();
      const joined = order.map((seq, place) => {
        joiner.add(chunk(seq % 2, 3, "other", "another message"), place);
        if (place < again) joiner.add(chunk(order[0] ?? 0, texts.length, texts[order[0] ?? 0]), place);
        return joiner.add(chunk(seq, texts.length, texts[seq]), place);
      });
      const last = joined.pop();
      expect(joined.every(({ kind }) => kind === "waiting")).toBe(true);
      expect(last?.kind === "whole" && last.payload.toString()).toBe(texts.join(""));
    }),
  );
});

it("a payload whose pieces do not all come within ten seconds is given up", () => {
  const joiner = makeChunkJoiner();
  joiner.add(chunk(0, 2), 0);
  expect(joiner.add(chunk(1, 2), 10_001)).toEqual({ kind: "waiting" });
  expect(joiner.lost).toBe(1);
});

it("pieces that are numbered against their own sum are refused", () => {
  const joiner = makeChunkJoiner();
  joiner.add(chunk(0, 2), 0);
  for (const odd of [chunk(2, 2), chunk(-1, 2), chunk(0, 0), chunk(1, 3), chunk(0.5, 2), chunk(Number.NaN, 2)])
    expect(joiner.add(odd, 0)).toEqual({ kind: "refused", cause: "malformed" });
});

it("a payload larger than any event is refused, in one piece and in many", () => {
  const joiner = makeChunkJoiner();
  const large = "x".repeat(MAX_ENVELOPE_BYTES);
  expect(joiner.add(chunk(0, 1, `${large}x`), 0)).toEqual({ kind: "refused", cause: "too_large" });
  expect(joiner.add(chunk(0, 3, large), 0)).toEqual({ kind: "waiting" });
  expect(joiner.add(chunk(1, 3, "x"), 0)).toEqual({ kind: "refused", cause: "too_large" });
});

it("pieces of payloads that never end do not fill the memory", () => {
  const joiner = makeChunkJoiner();
  const half = "x".repeat(MAX_ENVELOPE_BYTES / 2);
  for (let message = 0; message < 100; message++) joiner.add(chunk(0, 2, half, String(message)), 0);
  expect(joiner.lost).toBeGreaterThanOrEqual(83);
});
